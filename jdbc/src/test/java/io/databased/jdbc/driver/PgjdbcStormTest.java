package io.databased.jdbc.driver;

import io.databased.servers.PostgresServer;
import io.databased.testkit.GivenUpStorm;

final class PgjdbcStormTest extends PgjdbcDatabase implements GivenUpStorm {
    /** Its tests run beside each other. */
    PgjdbcStormTest() {
        super(PostgresServer.shared().createDatabase());
    }

    @Override
    public String shortQuery() {
        return "SELECT 1 FROM pg_sleep(0.015)";
    }
}

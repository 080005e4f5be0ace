package io.databased.jdbc.driver;

import io.databased.testkit.GivenUpStorm;

final class PgjdbcStormTest extends PgjdbcDatabase implements GivenUpStorm {
    @Override
    public String shortQuery() {
        return "SELECT 1 FROM pg_sleep(0.015)";
    }
}

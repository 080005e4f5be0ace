package io.databased.postgresql;

import io.databased.servers.PostgresServer;
import io.databased.testkit.ForcedContracts;

final class PostgresForcedTest extends PostgresContract implements ForcedContracts {
    PostgresForcedTest() {
        super(PostgresServer.NEWEST);
    }
}

package io.databased.postgresql;

import io.databased.DatabaseUrl;
import io.databased.servers.PgBouncer;
import io.databased.servers.PostgresServer;
import io.databased.testkit.PooledContracts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** The contracts once more, through a pooler that gives each transaction another connection, where that is installed. */
@Tag("pgbouncer")
@Tag("N29")
final class PgBouncerTest extends PostgresContract implements PooledContracts {
    private static final PostgresServer SERVER = PostgresServer.shared();
    private static final PgBouncer POOLER = PgBouncer.inFrontOf(SERVER);

    PgBouncerTest() {
        super(POOLER.url(DatabaseUrl.parse(SERVER.createDatabase()).database().orElseThrow()));
    }

    @AfterAll
    static void close() {
        POOLER.close();
    }
}

package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionFailedException;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.PoolOptions;
import io.databased.Queryable;
import io.databased.Session;
import io.databased.Sql;
import io.databased.servers.PostgresServer;
import io.databased.testkit.LeakCheck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What new connections are given outlives the resets that ride behind statements. */
final class ConnectionInitTest {
    private final String url = PostgresServer.shared().createDatabase();

    private DatabaseBuilder one(String options) {
        return Database.builder(url + "?max_size=1" + options);
    }

    private static String tenant(Queryable on) {
        return await(on.fetchOne(
                        sql("SELECT current_setting('app.tenant', true)").value(String.class)))
                .orElse("");
    }

    private static int process(Queryable on) {
        return await(on.fetchOne(sql("SELECT pg_backend_pid()").value(Integer.class)))
                .orElseThrow();
    }

    /** The setting is changed by a function, so no word of the statement tells. */
    @ParameterizedTest
    @ValueSource(strings = {"&reset=auto", "&reset=always", "&reset=marked"})
    @Tag("R22")
    void isSetAgainBehindEachReset(String reset) {
        DatabaseBuilder builder = one(reset)
                .connectionInitSql(
                        "SET app.tenant = 'none'",
                        "SELECT set_config('app.other', 'x', false) -- a comment to the end",
                        "CREATE TEMP TABLE seen (i integer);",
                        "PREPARE seen AS SELECT 1",
                        "SELECT 2");
        try (Database database = await(builder.build().connect())) {
            await(database.execute("CREATE OR REPLACE FUNCTION set_tenant(t text) RETURNS text LANGUAGE plpgsql AS"
                    + " $$ BEGIN RETURN set_config('app.tenant', t, false); END $$"));
            int first = process(database);
            for (int i = 0; i < 3; i++) {
                String changing = reset.endsWith("marked")
                        ? "SELECT set_config('app.tenant', 'acme', false)"
                        : "SELECT set_tenant('acme')";
                await(database.fetchAll(changing));
                assertThat(tenant(database)).isEqualTo("none");

                Session session = await(database.session().open());
                await(session.execute("INSERT INTO seen VALUES (1)"));
                await(session.fetchAll(changing));
                assertThat(tenant(session)).isEqualTo("acme");
                await(session.commit());
                assertThat(tenant(database)).isEqualTo("none");
            }
            await(database.execute("SET app.tenant = 'acme'"));
            assertThat(tenant(database)).isEqualTo("none");
            int rows = await(
                    database.session(session -> session.fetchAll("EXECUTE seen").thenApply(List::size)));
            assertThat(rows).isEqualTo(1);
            assertThat(process(database)).isEqualTo(first);
            LeakCheck.assertIdle(database);
        }
    }

    /** It stands in the way of nothing that is sent without waiting. */
    @Test
    @Tag("R22")
    void manyCallersSeeOnlyWhatTheyMaySee() {
        try (Database database = await(Database.builder(url + "?max_size=4&reset=always")
                .connectionInitSql("SET app.tenant = 'none'")
                .build()
                .connect())) {
            Sql<String> query = sql("SELECT current_setting('app.tenant')").value(String.class);
            CompletableFuture<?>[] all = new CompletableFuture<?>[200];
            for (int i = 0; i < all.length; i++) {
                String mine = "tenant" + i;
                all[i] = i % 2 == 0
                        ? database.session(session -> session.execute("SET app.tenant = '" + mine + "'")
                                .thenCompose(set -> session.fetchOne(query))
                                .thenAccept(seen -> assertThat(seen).contains(mine)))
                        : database.fetchOne(sql("SELECT current_setting('app.tenant')")
                                        .value(String.class))
                                .thenAccept(seen -> assertThat(seen).contains("none"));
            }
            await(CompletableFuture.allOf(all));
        }
    }

    /** It hangs for long when it is closed: a signal to stop that overtakes its statement goes unheard. */
    @Test
    @Tag("C9")
    void oneThatHangsIsClosedWithinTheLoginTimeout() {
        Database other = await(Database.of(url).connect());
        Database hanging = one("").pool(PoolOptions.builder()
                        .loginTimeout(Duration.ofSeconds(3))
                        .acquireTimeout(Duration.ofSeconds(4))
                        .build())
                .connectionInitSql("SELECT pg_sleep(120) /* hangs */")
                .build();

        assertThat(failure(hanging.connect(), RuntimeException.class))
                .hasStackTraceContaining("statement 1 of connectionInitSql (SELECT) failed: no answer");

        try (other) {
            until(
                    "the server runs it no more",
                    () -> await(other.fetchAll("SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND query LIKE '%hangs%' AND pid <> pg_backend_pid()"))
                            .isEmpty());
        }
    }

    @Test
    @Tag("N29")
    void isRefusedInFrontOfPgBouncer() {
        Database pooled = one("&pgbouncer=on")
                .connectionInitSql("SET app.tenant = 'none'")
                .build();

        assertThat(failure(pooled.connect(), ConnectionFailedException.class)).hasMessageContaining("ALTER ROLE");
    }

    @Test
    void holdsInForceRollback() {
        try (Database database = await(one("").connectionInitSql("SET app.tenant = 'none'")
                .forceRollback()
                .build()
                .connect())) {
            assertThat(tenant(database)).isEqualTo("none");
        }
    }
}

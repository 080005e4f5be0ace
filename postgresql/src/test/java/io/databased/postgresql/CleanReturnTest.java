package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Row;
import io.databased.Session;
import io.databased.servers.PostgresServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a function, a trigger or a quoted name has left on a connection is gone when somebody else has it. */
@TestInstance(Lifecycle.PER_CLASS)
@Tag("R22")
final class CleanReturnTest {
    private static final String TENANT = "SELECT current_setting('app.tenant', true)";

    private Database database;

    @BeforeAll
    void connect() {
        String url = PostgresServer.shared().createDatabase();
        database = await(Database.builder(url)
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect());
        for (String made : List.of(
                "CREATE FUNCTION set_tenant(t text) RETURNS text LANGUAGE plpgsql AS"
                        + " $$ BEGIN PERFORM set_config('app.tenant', t, false); RETURN t; END $$",
                "CREATE FUNCTION \"Odd (name)\"() RETURNS text LANGUAGE sql AS $$ SELECT set_tenant('odd') $$",
                "CREATE FUNCTION dynamic(command text) RETURNS int LANGUAGE plpgsql AS"
                        + " $$ BEGIN EXECUTE command; RETURN 1; END $$",
                "CREATE PROCEDURE procedural() LANGUAGE plpgsql AS $$ BEGIN PERFORM set_tenant('proc'); END $$",
                "CREATE TABLE audited (id serial, v text)",
                "CREATE TABLE bare (v text)",
                "CREATE FUNCTION mark() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN PERFORM set_tenant('trigger'); PERFORM pg_advisory_lock(7); RETURN new; END $$",
                "CREATE TRIGGER marking BEFORE INSERT OR UPDATE ON audited FOR EACH ROW EXECUTE FUNCTION mark()",
                "CREATE ROLE tenant")) {
            await(database.execute(made));
        }
    }

    @AfterAll
    void close() {
        database.close();
    }

    /** A statement, and what asks whether it has left a mark: null, no row, or 0. */
    static Stream<Arguments> marks() {
        String locks =
                "SELECT nullif(count(*), 0) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()";
        return Stream.of(
                Arguments.of("SELECT set_tenant('acme')", TENANT),
                Arguments.of("SELECT \"Odd (name)\"()", TENANT),
                Arguments.of("SELECT \"set_tenant\"/* ( */('acme')", TENANT),
                Arguments.of("SELECT public . set_tenant ('acme')", TENANT),
                Arguments.of("VALUES (set_tenant('acme'))", TENANT),
                Arguments.of("WITH t AS (SELECT set_tenant('acme')) SELECT * FROM t", TENANT),
                Arguments.of("EXPLAIN ANALYZE SELECT set_tenant('acme')", TENANT),
                Arguments.of("CALL procedural()", TENANT),
                Arguments.of("DO $$ BEGIN PERFORM set_tenant('acme'); END $$", TENANT),
                Arguments.of("INSERT INTO audited (v) VALUES ('a')", TENANT),
                Arguments.of("INSERT INTO bare (v) VALUES (set_tenant('acme'))", TENANT),
                Arguments.of(
                        "INSERT INTO bare SELECT dynamic('PREPARE kept AS SELECT 1')::text",
                        "SELECT name FROM pg_prepared_statements WHERE from_sql"),
                Arguments.of(
                        "INSERT INTO bare (v) SELECT dynamic('PREPARE kept AS SELECT 1')::text",
                        "SELECT name FROM pg_prepared_statements WHERE from_sql"),
                Arguments.of("INSERT INTO audited (v) VALUES ('a')", locks),
                Arguments.of("UPDATE audited SET v = 'b'", TENANT),
                Arguments.of("EXPLAIN ANALYZE INSERT INTO audited (v) VALUES ('a')", TENANT),
                Arguments.of("SELECT 1 AS i INTO TEMP leftover", "SELECT to_regclass('leftover')::text"),
                Arguments.of("SELECT pg_advisory_lock(42)", locks),
                Arguments.of(
                        "SELECT dynamic('CREATE TEMP TABLE leftover (i int)')", "SELECT to_regclass('leftover')::text"),
                Arguments.of("SELECT dynamic('LISTEN news')", "SELECT * FROM pg_listening_channels()"),
                Arguments.of("SELECT dynamic('SET ROLE tenant')", "SELECT nullif(current_user, session_user)"),
                Arguments.of("SELECT dynamic('SET ROLE tenant')", "SELECT nullif(current_setting('role'), 'none')"),
                Arguments.of(
                        "SELECT dynamic('SET SESSION AUTHORIZATION tenant')",
                        "SELECT nullif(session_user, 'postgres')"),
                Arguments.of("SELECT dynamic('SET search_path = nowhere')", "SELECT nullif(current_schema, 'public')"),
                Arguments.of(
                        "SELECT dynamic('PREPARE kept AS SELECT 1')",
                        "SELECT name FROM pg_prepared_statements WHERE from_sql"),
                Arguments.of(
                        "SELECT dynamic('DECLARE open CURSOR WITH HOLD FOR SELECT 1')",
                        "SELECT name FROM pg_cursors WHERE is_holdable"));
    }

    private static CompletionStage<List<Row>> run(Session session, String statement) {
        return session.fetchAll(statement);
    }

    /** A setting that the server does not know goes from what it was to an empty text, as after DISCARD ALL. */
    private static void isNothing(Row row) {
        Object left = row.get(0);
        assertThat(left == null || left.equals("")).isTrue();
    }

    private void nothingIsLeft(String question) {
        List<Row> alone = await(database.fetchAll(question));
        List<Row> inSession = await(database.session(session -> session.fetchAll(question)));
        assertThat(alone).allSatisfy(CleanReturnTest::isNothing);
        assertThat(inSession).allSatisfy(CleanReturnTest::isNothing);
        assertThat(database.stats().turnover().created()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("marks")
    @Tag("P15")
    void ofASessionThatCommits(String marking, String question) {
        await(database.session(session -> run(session, marking)));
        nothingIsLeft(question);
    }

    @ParameterizedTest
    @MethodSource("marks")
    @Tag("P15")
    void ofASessionThatRollsBack(String marking, String question) {
        Session session = database.session();
        await(session.open());
        await(run(session, marking));
        await(session.cancel());
        nothingIsLeft(question);
    }

    /** Without those that are refused outside a session. */
    private static Stream<Arguments> marksOfStatements() {
        return marks().filter(mark -> !String.valueOf(mark.get()[0]).contains("INTO TEMP"));
    }

    @ParameterizedTest
    @MethodSource("marksOfStatements")
    @Tag("P15")
    void ofAStatementByItself(String marking, String question) {
        await(database.fetchAll(marking));
        nothingIsLeft(question);
    }

    @Test
    void theNextSessionMayFollowAtOnceAndSeesNothing() {
        for (int i = 0; i < 200; i++) {
            var first = database.session(session -> session.fetchAll("SELECT set_tenant('acme')"));
            var second =
                    database.session(session -> session.fetchOne(sql(TENANT).value(String.class)));
            await(first);
            Optional<String> seen = await(second);
            assertThat(seen.orElse("")).isEmpty();
        }
    }

    @Test
    void statementsOfOthersAtTheSameTimeDoNotTakeAResetAway() {
        for (int i = 0; i < 200; i++) {
            var marking = database.fetchAll("SELECT set_tenant('acme')");
            var writing = database.execute("UPDATE audited SET v = 'b' WHERE false");
            await(marking);
            await(writing);
            Optional<String> seen = await(database.fetchOne(sql(TENANT).value(String.class)));
            assertThat(seen.orElse("")).isEmpty();
        }
    }

    /** A signal for a statement that is over by then meets its reset, with statements of others on the wire behind it. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "always"})
    void nobodyIsHitBehindAResetThatWasHitNorSeesWhatWasLeft(String reset) {
        long seed = Long.getLong("databased.seed", System.nanoTime());
        Random random = new Random(seed);
        String url = PostgresServer.shared().createDatabase() + "?max_size=1&reset=" + reset;
        try (Database crowded = await(Database.of(url).connect())) {
            await(crowded.execute("CREATE TABLE written (i int)"));
            await(crowded.execute("CREATE FUNCTION litter() RETURNS text LANGUAGE plpgsql AS $$ BEGIN"
                    + " FOR i IN 1..10 LOOP EXECUTE format('CREATE TEMP TABLE litter_%s (t text)', i); END LOOP;"
                    + " RETURN set_config('app.tenant', 'acme', false); END $$")); // so that the reset takes its time
            long duration = 0;
            for (int i = 0; i < 10; i++) {
                long begun = System.nanoTime();
                await(crowded.fetchAll("SELECT litter()"));
                duration = System.nanoTime() - begun;
                await(crowded.fetchAll("SELECT 1")); // behind the reset
            }
            for (int round = 0; round < 200; round++) {
                CompletableFuture<?> marking = crowded.fetchAll("SELECT litter()");
                List<CompletableFuture<Optional<String>>> seen = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    seen.add(crowded.fetchOne(sql(TENANT).value(String.class)).toCompletableFuture());
                }
                CompletableFuture<?> written = crowded.execute("INSERT INTO written VALUES (1)");
                long moment = System.nanoTime() + (long) (duration * (0.3 + random.nextDouble()));
                while (System.nanoTime() < moment) {
                    Thread.onSpinWait();
                }
                marking.cancel(true);
                for (CompletableFuture<Optional<String>> each : seen) {
                    assertThat(await(each).orElse(""))
                            .as("seed %d, round %d", seed, round)
                            .isEmpty();
                }
                await(written);
            }
            assertThat(await(
                            crowded.fetchOne(sql("SELECT count(*) FROM written").value(Integer.class))))
                    .contains(200);
        }
    }

    @Test
    void theLastValueOfASequenceIsNotTold() {
        await(database.execute("INSERT INTO audited (v) VALUES ('a')"));
        assertThat(io.databased.testkit.Futures.failure(
                                database.fetchAll("SELECT lastval()"), io.databased.StatementException.class)
                        .sqlState())
                .contains("55000");
    }

    @Test
    void whatIsResetStaysInsideItsSession() {
        Optional<String> seen = await(database.session(session -> session.fetchAll("SELECT set_tenant('acme')")
                .thenCompose(set -> session.fetchOne(sql(TENANT).value(String.class)))));
        assertThat(seen).contains("acme");
    }

    @Test
    void markedResetsOnlyWhatSaysThatItMarks() {
        String url = PostgresServer.shared().createDatabase() + "?reset=marked&max_size=1";
        try (Database marked = await(Database.of(url).connect())) {
            await(marked.execute("CREATE FUNCTION quiet() RETURNS text LANGUAGE sql AS"
                    + " $$ SELECT set_config('app.tenant', 'acme', false) $$"));
            await(marked.session(session -> session.fetchAll("SELECT quiet()")));
            Optional<String> kept = await(marked.fetchOne(sql(TENANT).value(String.class)));
            assertThat(kept).contains("acme");
            await(marked.execute("SET app.tenant = 'other'"));
            Optional<String> reset = await(marked.fetchOne(sql(TENANT).value(String.class)));
            assertThat(reset.orElse("")).isEmpty();
        }
    }
}

package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Row;
import io.databased.Session;
import io.databased.StatementException;
import io.databased.testkit.Futures;
import io.vertx.pgclient.PgConnection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code reset=auto}, nothing is sent for plain statements until the database has something that may leave a trace. */
@Tag("R22")
final class HiddenCallsTest {
    private static final String TENANT = "SELECT current_setting('app.tenant', true)";
    private static final String LOCKS =
            "SELECT nullif(count(*), 0) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()";
    private static final String TEMPORARY = "SELECT to_regclass('leftover')::text";

    private static final String SETS = "set_config('app.tenant', 'acme', false)";
    private static final String INSERT = "INSERT INTO v (a) VALUES (1)";
    private static final String FUNCTION =
            "CREATE FUNCTION mark() RETURNS text LANGUAGE sql AS $$ SELECT " + SETS + " $$";
    private static final String TRIGGER =
            "CREATE FUNCTION mark() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM " + SETS
                    + "; PERFORM pg_advisory_lock(7); CREATE TEMP TABLE IF NOT EXISTS leftover (i int); RETURN new; END $$";
    private static final String TRIGGERED = "CREATE TRIGGER m BEFORE INSERT ON v FOR EACH ROW EXECUTE FUNCTION mark()";
    private static final String TABLE = "CREATE TABLE v (a int)";

    private final ProxiedPostgres there = new ProxiedPostgres();

    @AfterEach
    void close() {
        there.close();
    }

    private Database connect(String options) {
        return await(Database.builder(there.url() + options)
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect());
    }

    /** Definitions, a statement that does not say what they do, and what asks whether anything is left. */
    static Stream<Arguments> hidden() {
        return Stream.of(
                Arguments.of(List.of(FUNCTION), "SELECT mark()", TENANT),
                Arguments.of(List.of(TABLE, TRIGGER, TRIGGERED), INSERT, TENANT),
                Arguments.of(List.of(TABLE, TRIGGER, TRIGGERED), INSERT, LOCKS),
                Arguments.of(List.of(TABLE, TRIGGER, TRIGGERED), INSERT, TEMPORARY),
                Arguments.of(
                        List.of(
                                TABLE,
                                "CREATE TRIGGER m BEFORE UPDATE ON v FOR EACH ROW WHEN (" + SETS
                                        + " <> '') EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                                INSERT),
                        "UPDATE v SET a = 2",
                        TENANT),
                Arguments.of(List.of("CREATE VIEW v AS SELECT " + SETS), "SELECT * FROM v", TENANT),
                Arguments.of(List.of("CREATE VIEW v AS SELECT " + SETS), "TABLE v", TENANT),
                Arguments.of(List.of("CREATE VIEW v AS SELECT pg_advisory_lock(7)::text"), "SELECT * FROM v", LOCKS),
                Arguments.of(List.of(FUNCTION, "CREATE VIEW v AS SELECT mark()"), "SELECT * FROM v", TENANT),
                Arguments.of(
                        List.of("CREATE VIEW v AS SELECT query_to_xml('SELECT " + SETS.replace("'", "''")
                                + "', true, true, '')::text"),
                        "SELECT * FROM v",
                        TENANT),
                Arguments.of(List.of("CREATE TABLE v (a int, t text DEFAULT " + SETS + ")"), INSERT, TENANT),
                Arguments.of(List.of(FUNCTION, "CREATE TABLE v (a int, t text DEFAULT mark())"), INSERT, TENANT),
                Arguments.of(List.of("CREATE TABLE v (a int CHECK (" + SETS + " = 'acme'))"), INSERT, TENANT),
                Arguments.of(List.of(TABLE, "CREATE RULE r AS ON INSERT TO v DO ALSO SELECT " + SETS), INSERT, TENANT),
                Arguments.of(
                        List.of("CREATE DOMAIN d AS text CHECK (" + SETS + " = 'acme')"),
                        "SELECT CAST('x' AS d)",
                        TENANT),
                Arguments.of(
                        List.of("CREATE OPERATOR @@@ (FUNCTION = pg_try_advisory_lock, RIGHTARG = bigint)"),
                        "SELECT @@@ CAST(7 AS bigint)",
                        LOCKS),
                Arguments.of(
                        List.of("CREATE CAST (bigint AS boolean) WITH FUNCTION pg_try_advisory_lock(bigint)"),
                        "SELECT CAST(CAST(7 AS bigint) AS boolean)",
                        LOCKS),
                Arguments.of(
                        List.of(
                                TABLE,
                                INSERT,
                                "CREATE FUNCTION mark(v) RETURNS text LANGUAGE sql AS $$ SELECT " + SETS + " $$"),
                        "SELECT v.mark FROM v",
                        TENANT),
                Arguments.of(
                        List.of(
                                "DO $$ BEGIN EXECUTE 'CREATE VIEW v AS SELECT set_config(''app.tenant'', ''a'', false)';"
                                        + " END $$"),
                        "SELECT * FROM v",
                        TENANT),
                Arguments.of(
                        List.of(),
                        "SELECT CAST(query_to_xml('SELECT " + SETS.replace("'", "''") + "', true, true, '') AS text)",
                        TENANT));
    }

    @ParameterizedTest
    @MethodSource("hidden")
    void definedThroughTheDatabase(List<String> definitions, String statement, String question) {
        try (Database database = connect("")) {
            definitions.forEach(definition -> await(database.execute(definition)));
            leavesNothing(database, statement, question);
        }
    }

    @ParameterizedTest
    @MethodSource("hidden")
    void definedInASession(List<String> definitions, String statement, String question) {
        try (Database database = connect("")) {
            await(database.session(session -> {
                definitions.forEach(session::execute);
                return session.fetchAll("SELECT 1");
            }));
            leavesNothing(database, statement, question);
        }
    }

    @ParameterizedTest
    @MethodSource("hidden")
    void definedBefore(List<String> definitions, String statement, String question) {
        there.execute(definitions.toArray(String[]::new));
        try (Database database = connect("")) {
            leavesNothing(database, statement, question);
        }
    }

    @Test
    void policies() {
        String role = there.name + "_reader";
        there.execute(
                TABLE,
                INSERT,
                "CREATE POLICY p ON v USING (" + SETS + " = 'acme')",
                "ALTER TABLE v ENABLE ROW LEVEL SECURITY",
                "CREATE ROLE " + role,
                "GRANT SELECT ON v TO " + role);
        try (Database database = connect("&options=-c%20role%3D" + role)) {
            leavesNothing(database, "SELECT a FROM v", TENANT);
        }
    }

    @Test
    void definedOnTheConnectionOfTheDriver() {
        try (Database database = connect("")) {
            await(database.session(session -> session.unwrap(PgConnection.class)
                    .thenCompose(connection -> connection
                            .query("CREATE VIEW v AS SELECT " + SETS)
                            .execute()
                            .toCompletionStage())));
            leavesNothing(database, "SELECT * FROM v", TENANT);
        }
    }

    private static void leavesNothing(Database database, String statement, String question) {
        await(database.fetchAll(statement));
        assertThat(await(database.fetchAll(question))).allSatisfy(HiddenCallsTest::isNothing);
        if (!statement.startsWith("INSERT") && !statement.startsWith("UPDATE")) {
            await(database.forEach(sql(statement), row -> {}));
            assertThat(await(database.fetchAll(question))).allSatisfy(HiddenCallsTest::isNothing);
        }
        await(database.session(session -> session.fetchAll(statement)));
        assertThat(await(database.fetchAll(question))).allSatisfy(HiddenCallsTest::isNothing);
        assertThat(database.stats().turnover().created()).isEqualTo(1);
    }

    private static void isNothing(Row row) {
        Object left = row.get(0);
        assertThat(left == null || left.equals("")).isTrue();
    }

    @Test
    void plainStatementsOfAPlainSchemaAreFollowedByNothing() {
        there.execute(
                "CREATE TABLE plain (id serial PRIMARY KEY, a int DEFAULT 3 CHECK (a > 1), at timestamptz DEFAULT now())",
                "CREATE INDEX ON plain (lower(a::text))",
                "CREATE VIEW seen AS SELECT id, round(a) FROM plain",
                "CREATE EXTENSION IF NOT EXISTS plpgsql");
        long begun = System.nanoTime();
        try (Database database = connect("")) {
            plain(database);
            there.proxy.traffic().reset();
            plain(database);
            assertFollowedByNothing(begun);
        }
    }

    @Test
    void plainDefinitionsChangeNothing() {
        long begun = System.nanoTime();
        try (Database database = connect("")) {
            await(database.execute("CREATE TABLE plain (id bigint GENERATED ALWAYS AS IDENTITY UNIQUE, a int DEFAULT 3,"
                    + " b int GENERATED ALWAYS AS (a + 1) STORED)"));
            await(database.execute("CREATE INDEX ON plain (a)"));
            await(database.session(session -> session.execute("CREATE VIEW seen AS SELECT id, b FROM plain")));
            failure(database.execute("CREATE TABLE plain (id int)"), StatementException.class);
            failure(
                    database.session(session -> session.execute("CREATE TABLE plain (id int)")),
                    StatementException.class);
            plain(database);
            there.proxy.traffic().reset();
            plain(database);
            assertFollowedByNothing(begun);
        }
    }

    /** The catalogs are asked again each second, and no more often: on a busy machine that may be now. */
    private void assertFollowedByNothing(long begun) {
        List<String> texts = there.proxy.traffic().texts();
        assertThat(texts).filteredOn(text -> !asksTheCatalogs(text)).containsExactly("BEGIN", "COMMIT");
        assertThat(timesAsked()).isLessThanOrEqualTo(secondsSince(begun));
    }

    private long timesAsked() {
        return there.proxy.traffic().texts().stream()
                .filter(HiddenCallsTest::asksTheCatalogs)
                .count();
    }

    private static long secondsSince(long time) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - time);
    }

    private static boolean asksTheCatalogs(String text) {
        return text.contains("pg_rewrite");
    }

    /** On a new connection the question costs the server as much as the login. */
    @Test
    void newConnectionsDoNotAskWhatWasAnsweredAMomentAgo() {
        long begun = System.nanoTime();
        try (Database database = there.connect(5)) {
            List<Session> held = Stream.generate(() -> await(database.session().open()))
                    .limit(5)
                    .toList();
            assertThat(database.stats().turnover().created()).isEqualTo(5);
            assertThat(timesAsked()).isBetween(1L, 1 + secondsSince(begun));
            held.forEach(session -> await(session.close()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"&reset=always", "&reset=marked"})
    void theOtherValuesAskNothing(String option) {
        there.execute("CREATE TABLE plain (id serial UNIQUE, a int)", "CREATE VIEW seen AS SELECT id FROM plain");
        try (Database database = connect(option)) {
            plain(database);
            assertThat(there.proxy.traffic().texts()).noneMatch(HiddenCallsTest::asksTheCatalogs);
            there.proxy.traffic().reset();
            plain(database);
            List<String> texts = there.proxy.traffic().texts();
            assertThat(texts.stream().filter(text -> text.startsWith("RESET")))
                    .hasSize(option.contains("always") ? 3 : 0);
        }
    }

    private static void plain(Database database) {
        await(database.execute("INSERT INTO plain (a) VALUES (?)", List.of(2)));
        await(database.execute("INSERT INTO plain (a) VALUES (?) ON CONFLICT (id) DO NOTHING", List.of(3)));
        await(database.fetchAll("SELECT * FROM seen"));
        await(database.session(session -> session.execute("UPDATE plain SET a = ?", List.of(5))
                .thenCompose(updated -> session.fetchAll("SELECT count(*) FROM plain"))));
    }

    @Test
    void whatAnotherProgramDefinesIsNoticedSoon() {
        there.execute(TABLE);
        try (Database database = connect("")) {
            await(database.execute(INSERT));
            there.execute(TRIGGER, TRIGGERED);
            Futures.until("the trigger is noticed", () -> {
                await(database.execute(INSERT));
                String left = await(database.fetchOne(sql("SELECT coalesce(max(setting), '') FROM (SELECT"
                                        + " current_setting('app.tenant', true)) AS s(setting)")
                                .value(String.class)))
                        .orElse("");
                return left.isEmpty();
            });
        }
    }
}

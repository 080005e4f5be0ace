package io.databased.jdbc.driver;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.Isolation;
import io.databased.Json;
import io.databased.PoolOptions;
import io.databased.Queryable;
import io.databased.RetryPolicy;
import io.databased.Row;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.SessionStatus;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.UpdateResult;
import io.databased.servers.FaultProxy;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is special about PostgreSQL through its JDBC driver. */
final class PgjdbcTest {
    private final PostgresServer server = PostgresServer.shared();
    private final DatabaseUrl url = DatabaseUrl.parse(server.createDatabase());
    private final Database database = database(2);

    private Database database(int connections) {
        return Database.builder(PgjdbcDatabase.jdbcUrl(url))
                .pool(PoolOptions.builder().maxSize(connections).build())
                .build();
    }

    @BeforeEach
    void connect() {
        await(database.connect());
        await(database.execute("CREATE TABLE counters (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)"));
        await(database.execute("INSERT INTO counters VALUES (1, 0), (2, 0)"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static <T> T value(Queryable on, Class<T> type, String sql, Object... values) {
        return await(on.fetchOne(sql(sql).values(values).value(type))).orElseThrow();
    }

    private static int backend(Queryable on) {
        return value(on, Integer.class, "SELECT pg_backend_pid()");
    }

    @Test
    @Tag("S24")
    void valuesComeBackAsTheyWereBound() {
        UUID uuid = UUID.randomUUID();
        Instant instant = Instant.parse("1979-05-25T20:15:30.123456Z");
        LocalDate day = LocalDate.of(1979, 5, 25);

        assertThat(value(database, UUID.class, "SELECT CAST(? AS uuid)", uuid)).isEqualTo(uuid);
        assertThat(value(database, Instant.class, "SELECT CAST(? AS timestamptz)", instant))
                .isEqualTo(instant);
        assertThat(value(database, LocalDate.class, "SELECT CAST(? AS date)", day))
                .isEqualTo(day);
        assertThat(value(database, Json.class, "SELECT CAST(? AS jsonb)", new Json("{\"a\":1}"))
                        .text())
                .isEqualTo("{\"a\": 1}");
        Object numbers = value(database, List.class, "SELECT CAST(? AS integer[])", (Object) new Integer[] {1, 2, 3});
        assertThat(numbers).isEqualTo(List.of(1, 2, 3));
        assertThat(value(database, List.class, "SELECT ARRAY[CAST(? AS timestamptz), NULL]", instant)
                        .toString())
                .isEqualTo("[1979-05-25T20:15:30.123456Z, null]");
        assertThat(value(database, Boolean.class, "SELECT interval '90 minutes' = ?", Duration.ofMinutes(90)))
                .isTrue();
        assertThat(value(database, byte[].class, "SELECT CAST(? AS bytea)", (Object) new byte[] {0, -1}))
                .containsExactly(0, -1);
    }

    @Test
    @Tag("R36")
    void operatorsWithQuestionMarksAreNoParameters() {
        String json = "SELECT CAST('{\"a\": 1}' AS jsonb) ";

        assertThat(value(database, Boolean.class, json + "?? ?", "a")).isTrue();
        assertThat(value(database, Boolean.class, json + "?| ARRAY[CAST(? AS text)]", "b"))
                .isFalse();
        assertThat(value(database, Boolean.class, json + "@?? '$.a'")).isTrue();
    }

    @Test
    @Tag("R36")
    void parametersThatTouchOperatorsAreNoOperators() {
        Row row = await(database.fetchExactlyOne(sql("SELECT :a| 1, :a& 5, @:b, :x||:x, CAST(:doc AS jsonb)??:x, :a|:a")
                .bind("a", 6)
                .bind("b", -2)
                .bind("x", "k")
                .bind("doc", new Json("{\"k\": 1}"))));

        assertThat(IntStream.range(0, 6).mapToObj(row::get)).containsExactly(7, 4, 2, "kk", true, 6);
    }

    @Test
    @Tag("R22")
    @Tag("P15")
    void markedConnectionIsBroughtBackInPlace() {
        try (Database one = database(1)) {
            await(one.connect());
            int before = backend(one);
            String path = value(one, String.class, "SHOW search_path");
            String name = value(one, String.class, "SHOW application_name");
            for (int i = 0; i < 10; i++) { // prepared on the server from the fifth time on
                value(one, Integer.class, "SELECT n FROM counters WHERE id = ?", 1);
            }

            await(one.execute("SET search_path = nowhere"));
            await(one.session(session -> session.execute("CREATE TEMPORARY TABLE notes (line TEXT)")));
            await(one.fetchAll("SELECT pg_advisory_lock(4711)"));

            assertThat(value(one, String.class, "SHOW search_path")).isEqualTo(path);
            assertThat(value(one, String.class, "SHOW application_name")).isEqualTo(name);
            String locks = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()";
            assertThat(value(one, Long.class, locks)).isZero();
            assertThat(failure(one.fetchAll("SELECT * FROM notes"), StatementException.class)
                            .kind())
                    .isEqualTo(Kind.OBJECT);
            assertThat(value(one, Integer.class, "SELECT n FROM counters WHERE id = ?", 1))
                    .isZero();
            assertThat(backend(one)).isEqualTo(before);
        }
    }

    @Test
    @Tag("R24")
    @Tag("R19")
    void cancelledStatementKeepsItsConnection() {
        try (Database one = database(1)) {
            await(one.connect());
            int before = backend(one);
            for (int i = 0; i < 5; i++) {
                one.fetchAll("SELECT pg_sleep(60)").cancel(true);
                Session session = await(one.session().open());
                session.fetchAll("SELECT pg_sleep(60)").cancel(true);
                await(session.close());
            }

            assertThat(backend(one)).isEqualTo(before);
        }
    }

    @Test
    @Tag("R15")
    @Tag("N11")
    void failureAtCommitIsFailure() {
        await(database.execute("CREATE TABLE late (id INTEGER UNIQUE DEFERRABLE INITIALLY DEFERRED)"));
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO late VALUES (1), (1)"));

        StatementException refused = failure(session.commit(), StatementException.class);

        assertThat(refused.kind()).isEqualTo(Kind.UNIQUE);
        assertThat(session.status()).isEqualTo(SessionStatus.CANCELLED);
        assertThat(await(database.fetchAll("SELECT * FROM late"))).isEmpty();
    }

    @Test
    @Tag("R18")
    void serializationFailuresAreRunAgain() {
        SessionOptions options =
                SessionOptions.defaults().withIsolation(Isolation.SERIALIZABLE).withRetry(RetryPolicy.of(50));
        List<CompletableFuture<UpdateResult>> increments = IntStream.range(0, 10)
                .mapToObj(i -> database.session(
                        options,
                        session -> session.fetchOne(sql("SELECT n FROM counters WHERE id = 1")
                                        .value(Integer.class))
                                .thenCompose(n -> session.execute(
                                        "UPDATE counters SET n = ? WHERE id = 1", List.of(n.orElseThrow() + 1)))))
                .toList();

        increments.forEach(Futures::await);

        assertThat(value(database, Integer.class, "SELECT n FROM counters WHERE id = 1"))
                .isEqualTo(10);
    }

    @Test
    @Tag("R15")
    @Tag("N12")
    void victimOfDeadlockIsTold() {
        Session first = await(database.session().open());
        Session second = await(database.session().open());
        String update = "UPDATE counters SET n = n + 1 WHERE id = ?";
        await(first.execute(update, List.of(1)));
        await(second.execute(update, List.of(2)));

        CompletableFuture<Throwable> one = first.execute(update, List.of(2)).handle((done, failure) -> failure);
        CompletableFuture<Throwable> other = second.execute(update, List.of(1)).handle((done, failure) -> failure);

        assertThat(Arrays.asList(await(one), await(other)))
                .filteredOn(Objects::nonNull)
                .singleElement()
                .isInstanceOfSatisfying(
                        StatementException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.DEADLOCK));
        await(first.close());
        await(second.close());
    }

    @Test
    @Tag("R16")
    @Tag("R23")
    @Tag("P8")
    @Tag("N1")
    void terminatedConnectionsAreLostAndReplaced() {
        Session session = await(database.session().open());
        await(session.execute("UPDATE counters SET n = 1 WHERE id = 1"));

        server.terminateSessions(url.database().orElseThrow());

        failure(session.execute("UPDATE counters SET n = 2 WHERE id = 1"), ConnectionLostException.class);
        await(session.close());
        assertThat(value(database, Integer.class, "SELECT n FROM counters WHERE id = 1"))
                .isZero();
    }

    /** To stream, the driver needs a transaction, which must not be there for what comes afterwards. */
    @Test
    @Tag("R22")
    void streamThatFailsLeavesNoTransactionBehind() {
        for (String failing :
                List.of("SELECT 1 / 0", "SELECT 1 / (i - 3) FROM generate_series(1, 9) AS i", "SELECT nothing")) {
            try (Database one = database(1)) {
                await(one.connect());
                int before = backend(one);
                failure(one.forEach(sql(failing), row -> {}), StatementException.class);

                await(one.execute("UPDATE counters SET n = n + 1 WHERE id = 2"));

                assertThat(backend(one)).isEqualTo(before);
            }
        }
        assertThat(value(database, Integer.class, "SELECT n FROM counters WHERE id = 2"))
                .isEqualTo(3);
    }

    @Test
    @Tag("S21")
    void copyingInsertsAreNotAskedForKeys() {
        UpdateResult copied = await(database.execute("INSERT INTO counters SELECT id + 10, n FROM counters"));
        UpdateResult inserted = await(database.execute("INSERT INTO counters VALUES (99, 0)"));

        assertThat(copied.affectedRows()).isEqualTo(2);
        assertThat(copied.generatedKey()).isEmpty();
        assertThat(inserted.affectedRows()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "email = :x",
                ":x = email",
                "NOT email <> :x",
                "email IN (:x, 'b')",
                "email LIKE :x",
                "mail = :x",
                "email = ANY(:xs)",
                "mails @> :xs",
                "coalesce(:x, email) = email",
                "concat(:x, :none) = :x",
                "(:none IS NULL OR email = :none)",
                "(email = :x OR :x IS NULL)",
                "mood = :mood",
                ":mood = mood",
                "mood = ANY(:moods)",
                "moods = :moods",
                "tags || :x = '{a,ann@x.org}'"
            })
    void textsAreComparedAsTheColumnIs(String condition) {
        await(database.execute("CREATE EXTENSION IF NOT EXISTS citext"));
        await(database.execute("CREATE TYPE mood AS ENUM ('sad', 'happy')"));
        await(database.execute("CREATE DOMAIN mail AS citext"));
        await(database.execute("CREATE TABLE people (email citext, mail mail, mails citext[], mood mood, moods mood[],"
                + " tags text[])"));
        Map<String, Object> values = new HashMap<>(Map.of(
                "x", "ann@x.org", "xs", new String[] {"ann@x.org"}, "mood", "sad", "moods", new String[] {"sad"}));
        values.put("none", null);
        await(database.execute(
                "INSERT INTO people VALUES ('Ann@X.org', 'Ann@X.org', '{Ann@X.org}', :mood, :moods, '{a}')",
                Map.of("mood", "sad", "moods", new String[] {"sad"})));
        values.keySet().removeIf(name -> !condition.matches(".*:" + name + "\\b.*"));

        assertThat(await(database.fetchAll("SELECT 1 FROM people WHERE " + condition, values)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT leave('acme')",
                "SELECT \"leave\"('acme')",
                "SELECT U&\"\\006ceave\"('acme')",
                "SELECT \"set_config\"('app.tenant', 'acme', false)",
                "SELECT * FROM seen",
                "SELECT @@@ 'acme'::text",
                "INSERT INTO triggered VALUES (1)",
                "INSERT INTO ruled VALUES (1)",
                "INSERT INTO defaulted VALUES (DEFAULT)",
                "INSERT INTO plainly VALUES (DEFAULT)",
                "INSERT INTO checked VALUES (1)",
                "INSERT INTO indexed VALUES (1)",
                "SELECT 1::checking",
                "UPDATE triggered SET id = leave('acme')",
                "WITH c AS (DELETE FROM triggered RETURNING leave('acme')) SELECT * FROM c",
                "CREATE TABLE made AS SELECT leave('acme')",
                "SELECT query_to_xml('SELECT leave(''acme'')', true, true, '')"
            })
    void whatAFunctionLeavesIsNotSeenByOthers(String statement) {
        for (String definition : List.of(
                "CREATE FUNCTION leave(v text) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN"
                        + " PERFORM set_config(''app.tenant'', v, false); PERFORM pg_advisory_lock(77); RETURN 1; END'",
                "CREATE FUNCTION leave(v int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS"
                        + " 'BEGIN RETURN public.leave(v::text); END'",
                "CREATE FUNCTION on_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN"
                        + " PERFORM leave(''acme''); RETURN NEW; END'",
                "CREATE VIEW seen AS SELECT leave('acme')",
                "CREATE OPERATOR @@@ (RIGHTARG = text, FUNCTION = leave)",
                "CREATE TABLE triggered (id int)",
                "INSERT INTO triggered VALUES (0)",
                "CREATE TRIGGER t BEFORE INSERT ON triggered FOR EACH ROW EXECUTE FUNCTION on_change()",
                "CREATE TABLE ruled (id int)",
                "CREATE RULE r AS ON INSERT TO ruled DO ALSO SELECT leave('acme')",
                "CREATE TABLE defaulted (id int DEFAULT leave('acme'))",
                "CREATE TABLE plainly (v text DEFAULT set_config('app.tenant', 'acme', false))",
                "CREATE TABLE checked (id int CHECK (leave(id) = 1))",
                "CREATE TABLE indexed (id int)",
                "CREATE INDEX ON indexed (leave(id))",
                "CREATE DOMAIN checking AS int CHECK (leave(value) = 1)")) {
            await(database.execute(definition));
        }
        try (Database one = database(1)) {
            await(one.connect());
            await(one.fetchAll(statement));
            assertUntouched(one, "by itself");
            await(one.execute("DROP TABLE IF EXISTS made"));
            await(one.session(session -> session.fetchAll(statement)));
            assertUntouched(one, "in a session");
            failure(
                    one.session(
                            session -> session.fetchAll(statement).thenCompose(rows -> session.execute("SELECT 1/0"))),
                    StatementException.class);
            assertUntouched(one, "in a session that fails");
        }
    }

    private static void assertUntouched(Database database, String when) {
        Row found = await(database.fetchExactlyOne("SELECT coalesce(current_setting('app.tenant', true), '') AS tenant,"
                + " (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()) AS locks"));
        assertThat(found.getString("tenant")).as(when).isEmpty();
        assertThat(found.getLong("locks")).as(when).isZero();
    }

    @Test
    void theDatabasesWordsAreToldWithoutValues() {
        assertThat(failure(database.execute("SELECT 1/0"), StatementException.class))
                .hasMessageContaining("division by zero");
        assertThat(failure(database.execute("SELECT CAST('secret' AS int)"), StatementException.class)
                        .getMessage()
                        .split("; in: ")[0])
                .contains("invalid input syntax for type integer")
                .doesNotContain("secret");
        StatementException raised =
                failure(database.execute("DO 'BEGIN RAISE EXCEPTION ''no funds''; END'"), StatementException.class);
        assertThat(raised.databaseMessage().orElseThrow().text()).contains("no funds");
    }

    /** The driver sends BEGIN as a message of its own; here the server answers it as if a signal to stop had hit it. */
    @Test
    @Tag("R16")
    void statementThatRanByItselfBecauseBeginWasHitIsToldOf() {
        String hit =
                "DO $$ BEGIN RAISE EXCEPTION 'canceling statement due to user request' USING ERRCODE = '57014'; END $$";
        try (FaultProxy proxy = FaultProxy.postgres(server.port());
                Database through = await(Database.builder(
                                PgjdbcDatabase.jdbcUrl(DatabaseUrl.parse(proxy.through(url.toStringWithPassword()))))
                        .build()
                        .connect())) {
            Session session = await(through.session().open());
            proxy.replace("BEGIN", query(hit));

            StatementException first =
                    failure(session.execute("UPDATE counters SET n = 7 WHERE id = 1"), StatementException.class);

            assertThat(first).hasMessageContaining("may have run by itself");
            assertThat(first.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
            failure(session.execute("UPDATE counters SET n = 8 WHERE id = 2"), RuntimeException.class);
            assertThat(failure(session.commit(), RuntimeException.class))
                    .hasMessageContaining("may have run by itself");
            await(session.close());
            assertThat(await(database.fetchAll("SELECT n FROM counters ORDER BY id")))
                    .extracting(row -> row.getInt("n"))
                    .containsExactly(7, 0);
        }
    }

    static byte[] query(String sql) {
        byte[] text = sql.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(text.length + 6)
                .put((byte) 'Q')
                .putInt(text.length + 5)
                .put(text)
                .put((byte) 0)
                .array();
    }

    @Test
    void rowsThatABatchReturnsAreCounted() {
        await(database.execute("CREATE TABLE keyed (id serial PRIMARY KEY, v int)"));

        long count = await(database.executeMany(
                "INSERT INTO keyed (v) VALUES (?), (0) RETURNING id", List.of(List.of(1), List.of(2))));

        assertThat(count).isEqualTo(4);
        assertThat(await(database.fetchAll("SELECT * FROM keyed"))).hasSize(4);
    }

    /** As natively. */
    @Test
    void insertThatReturnsTellsTheKeyOfItsLastRow() {
        await(database.execute("CREATE TABLE keyed (v int, id serial PRIMARY KEY)"));

        UpdateResult two = await(database.execute("INSERT INTO keyed (v) VALUES (7), (8) RETURNING id, v"));
        UpdateResult none = await(database.execute("INSERT INTO keyed (v) SELECT 9 WHERE false RETURNING id"));
        UpdateResult updated = await(database.execute("UPDATE keyed SET v = 1 RETURNING id"));

        assertThat(two).isEqualTo(new UpdateResult(2, 2));
        assertThat(none).isEqualTo(new UpdateResult(0, null));
        assertThat(updated).isEqualTo(new UpdateResult(2, null));
    }

    /** The driver gives the whole row, which may be of one column. */
    @Test
    void whatWasInsertedIsNoGeneratedKey() {
        await(database.execute("CREATE TABLE words (v text)"));
        await(database.execute("CREATE TABLE keys (id int GENERATED ALWAYS AS IDENTITY)"));

        assertThat(await(database.execute("INSERT INTO words VALUES ('mine')")).key())
                .isNull();
        assertThat(await(database.execute("INSERT INTO keys DEFAULT VALUES")).key())
                .isEqualTo(1);
    }

    /** From its fifth run on the driver asks for binary values. */
    @Test
    void geometryIsTheTextOfTheServerEachTime() {
        for (int i = 0; i < 8; i++) {
            Row row = await(database.fetchExactlyOne("SELECT point(1.5, 2) AS p, box(point(0, 0), point(1, 1)) AS b"));
            assertThat(row.get("p")).isEqualTo("(1.5,2)");
            assertThat(row.get("b")).isEqualTo("(1,1),(0,0)");
        }
    }
}

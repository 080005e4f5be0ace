package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.servers.PostgresServer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts and SQL are read as they are written though a setting changes by which the server does; or the statement fails. */
@TestInstance(Lifecycle.PER_CLASS)
class TextSettingsTest {
    private static final String TEXT = "äß€";

    private final PostgresServer server = PostgresServer.shared();
    private final String url = server.createDatabase();
    private Database database;

    @BeforeAll
    void connect() {
        database = await(Database.builder(url)
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect());
        await(database.execute("CREATE TABLE t (v text)"));
        await(database.execute("INSERT INTO t VALUES (:v)", Map.of("v", TEXT)));
        await(database.execute("CREATE TABLE marked (id int)"));
        await(database.execute("CREATE FUNCTION recode() RETURNS text LANGUAGE plpgsql AS"
                + " $$ BEGIN PERFORM set_config('client_encoding', 'win1252', false); RETURN 'ä'; END $$"));
        await(database.execute("CREATE FUNCTION mark() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN PERFORM recode(); RETURN new; END $$"));
        await(database.execute("CREATE TRIGGER marking BEFORE INSERT ON marked FOR EACH ROW EXECUTE FUNCTION mark()"));
    }

    @AfterAll
    void disconnect() {
        await(database.disconnect());
    }

    private String text() {
        return await(database.fetchExactlyOne(Sql.sql("SELECT v || E'\\\\' || '\\' || :w FROM t", Map.of("w", TEXT))
                .value(String.class)));
    }

    private void unchanged() {
        assertThat(text()).isEqualTo(TEXT + "\\\\" + TEXT);
    }

    @Tag("R22")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET client_encoding = 'latin1'",
                "SET LOCAL client_encoding = 'win1252'",
                "SET NAMES 'sjis'",
                "SELECT set_config('client_encoding', 'latin1', true)",
                "SELECT recode()",
                "INSERT INTO marked VALUES (1)",
                "DO $$ BEGIN EXECUTE 'SET client_encoding = sql_ascii'; END $$",
                "SET standard_conforming_strings = off"
            })
    void whatChangesTheReadingOfTextsFails(String sql) {
        Session session = await(database.session().open());
        await(session.execute("INSERT INTO t VALUES ('lost')"));
        StatementException refused = failure(session.fetchAll(sql), StatementException.class);
        assertThat(refused.kind()).isEqualTo(Kind.UNSUPPORTED);
        failure(session.execute("INSERT INTO t VALUES (:v)", Map.of("v", TEXT)), RuntimeException.class);
        await(session.cancel());
        unchanged();
    }

    @Tag("R22")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT recode()",
                "SELECT set_config('client_encoding', 'latin1', false)",
                "SET client_encoding = 'latin1'",
                "INSERT INTO marked VALUES (1)"
            })
    void outsideOfSessionsToo(String sql) {
        failure(database.fetchAll(sql), StatementException.class);
        unchanged();
    }

    @Test
    void statementsBesideItAreNotHit() {
        for (int i = 0; i < 20; i++) {
            var before = database.fetchAll("SELECT v FROM t");
            var refused = database.fetchAll("SELECT recode()");
            var behind = database.fetchAll("SELECT v FROM t");
            assertThat(await(before).get(0).get("v")).isEqualTo(TEXT);
            failure(refused, StatementException.class);
            assertThat(await(behind).get(0).get("v")).isEqualTo(TEXT);
        }
    }

    @Test
    void otherSettingsAreHarmless() {
        for (String setting : List.of(
                "TimeZone = 'Asia/Tokyo'",
                "DateStyle = 'German, DMY'",
                "IntervalStyle = 'sql_standard'",
                "bytea_output = 'escape'",
                "extra_float_digits = -15",
                "client_encoding = 'UTF8'")) {
            Session session = await(database.session().open());
            String question = "SELECT timestamptz '2024-03-31 01:30Z' a, interval '1 day' b, '\\x00ff'::bytea c,"
                    + " 0.1::float8 + 0.2 d, ARRAY[timestamptz '2024-03-31 01:30Z'] e, v FROM t";
            Object before = await(session.fetchAll(question)).get(0).mapTo(Reading.class);
            await(session.execute("SET " + setting));
            Object after = await(session.fetchAll(question)).get(0).mapTo(Reading.class);
            assertThat(after).usingRecursiveComparison().isEqualTo(before);
            await(session.cancel());
        }
    }

    private record Reading(OffsetDateTime a, Duration b, byte[] c, double d, List<OffsetDateTime> e, String v) {}

    @Test
    void rolesAndDatabasesDoNotDecide() {
        String name = DatabaseUrl.parse(url).database().orElseThrow();
        for (String setting : List.of("standard_conforming_strings = off", "client_encoding = 'latin1'")) {
            server.execute("ALTER DATABASE " + name + " SET " + setting);
            Database other = await(Database.of(url).connect());
            assertThat(await(other.fetchAll("SELECT v, 'a\\b' AS s FROM t"))
                            .get(0)
                            .toMap())
                    .containsEntry("v", TEXT)
                    .containsEntry("s", "a\\b");
            await(other.disconnect());
            server.execute("ALTER DATABASE " + name + " RESET ALL");
        }
        Database prepared = Database.builder(url)
                .connectionInitSql("SET client_encoding = 'latin1'")
                .build();
        assertThat(failure(prepared.connect(), RuntimeException.class)).hasMessageContaining("client_encoding");
    }
}

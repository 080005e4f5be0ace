package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Database;
import io.databased.InvalidUrlException;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.SessionOptions.Errors;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.testkit.Futures;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value is stored as it is or not at all, and a text is read as the server reads it, whatever {@code sql_mode} the server has. */
@Isolated("sets the mode of all new sessions")
class SqlModeTest extends MySqlDatabase {
    private static final String MODES =
            "ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,HIGH_NOT_PRECEDENCE,IGNORE_SPACE";

    private String before;

    @BeforeEach
    void remember() {
        before = one(database(), "SELECT @@global.sql_mode AS m", Map.of()).getString("m");
        execute("CREATE TABLE t (n TINYINT, v VARCHAR(3), d DATE, e ENUM('a', 'b'))");
        execute("CREATE TABLE plain (n TINYINT) ENGINE = MyISAM");
    }

    @AfterEach
    void restore() {
        global(before);
    }

    private void global(String mode) {
        server.execute("SET GLOBAL sql_mode = '" + mode + "'");
    }

    private Database connect(String options) {
        return await(Database.builder(url + options)
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect());
    }

    private static String mode(Database of) {
        return one(of, "SELECT @@sql_mode AS m", Map.of()).getString("m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ANSI", "ALLOW_INVALID_DATES", "STRICT_TRANS_TABLES", MODES})
    void noValueBends(String mode) {
        global(mode);
        try (Database database = connect("")) {
            for (int round = 0; round < 2; round++) {
                bendsNothing(database);
                await(database.session(session -> session.execute("SET @x = 1"))); // a reset is behind this
            }
        }
    }

    private void bendsNothing(Database database) {
        for (String sql : List.of(
                "INSERT INTO t (n) VALUES (300)",
                "INSERT INTO t (v) VALUES ('long text')",
                "INSERT INTO t (n) VALUES ('x')",
                "INSERT INTO t (e) VALUES ('c')",
                "INSERT INTO plain VALUES (300)",
                "INSERT INTO t (d) VALUES ('2024-13-77')",
                "UPDATE t SET n = 1000")) {
            await(database.execute("REPLACE INTO t (n) VALUES (1)"));
            StatementException refused = failure(database.execute(sql), StatementException.class);
            assertThat(refused.kind()).as(sql).isEqualTo(Kind.DATA);
        }
        assertThat(failure(
                                database.executeMany(
                                        "INSERT INTO t (v) VALUES (?)", List.of(List.of("a"), List.of("long"))),
                                StatementException.class)
                        .kind())
                .isEqualTo(Kind.DATA);
        assertThat(numbers(database, "SELECT n FROM t WHERE n <> 1 OR v IS NOT NULL OR d IS NOT NULL OR e IS NOT NULL"))
                .isEmpty();
        assertThat(count(database, "plain")).isZero();
    }

    @Test
    void otherModesAreKept() {
        global(MODES);
        try (Database database = connect("")) {
            assertThat(mode(database).split(","))
                    .contains("ANSI_QUOTES", "PIPES_AS_CONCAT", "STRICT_TRANS_TABLES", "STRICT_ALL_TABLES")
                    .doesNotContain("NO_BACKSLASH_ESCAPES");
            assertThat(one(database, "SELECT ? || 'b' AS \"a b\"", Map.of(), "a")
                            .get("a b"))
                    .isEqualTo("ab");
        }
    }

    private static io.databased.Row one(Database on, String sql, Map<String, ?> none, Object value) {
        return await(on.fetchExactlyOne(sql, List.of(value)));
    }

    @Test
    void theServersModeIsKeptWhereTheUrlSaysSo() {
        global("");
        try (Database database = connect("?sql_mode=server")) {
            await(database.execute("INSERT INTO t (n) VALUES (300)"));
            assertThat(numbers(database, "SELECT n FROM t")).containsExactly(127);
            assertThat(mode(database)).isEmpty();
        }
        assertThatThrownBy(() -> Database.of(url + "?sql_mode=lax"))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("sql_mode is server or strict, not lax");
    }

    /** Who switches it off says what he wants; the next borrower has not said it. */
    @Tag("R22")
    @Test
    void aSessionMaySetItForItself() {
        try (Database database = connect("")) {
            for (String sql : List.of("SET sql_mode = ''", "SET SESSION sql_mode = ''")) {
                Session session = await(database.session().open());
                await(session.execute(sql));
                await(session.execute("INSERT INTO t (n) VALUES (300)"));
                await(session.cancel());
                bendsNothing(database);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void textsAreReadAlikeOrRefused(boolean inQuotes) {
        String mode = inQuotes ? "ANSI_QUOTES" : "NO_BACKSLASH_ESCAPES";
        String text = inQuotes ? "SELECT 1 AS \"a\\\" b\", ? AS c" : "SELECT 'a\\' AS b, ? AS c";
        try (Database database = connect("")) {
            Session session = await(database.session(SessionOptions.defaults().withErrors(Errors.NATIVE))
                    .open());
            await(session.execute("SET sql_mode = CONCAT(@@sql_mode, '," + mode + "')"));
            String twice = text.replace("?", "1") + (inQuotes ? "" : " /* ' */");
            refused(mode, session.fetchAll(twice));
            refused(mode, session.execute(twice));
            refused(mode, session.forEach(Sql.sql(twice), row -> {}));
            await(session.cancel());
            session = await(database.session().open());
            await(session.execute("SET sql_mode = CONCAT(@@sql_mode, '," + mode + "')"));
            assertThat(await(session.fetchExactlyOne("SELECT ? AS v /* \"\\ */", List.of("a\\'\"b")))
                            .get("v"))
                    .isEqualTo("a\\'\"b");
            assertThat(await(session.fetchExactlyOne("SELECT `v` FROM (SELECT 'it''s' AS v) q -- '\\"))
                            .get("v"))
                    .isEqualTo("it's");
            await(session.cancel());
            assertThat(await(database.fetchExactlyOne("SELECT 'a\\'b' AS v")).get("v"))
                    .isEqualTo("a'b");
        }
    }

    private static void refused(String mode, CompletableFuture<?> asked) {
        assertThat(failure(asked, StatementException.class))
                .hasMessageContaining(mode)
                .hasMessageContaining("bind such a text");
    }

    @Test
    void settingsForOneStatementAreRefusedInStreamsToo() {
        String sql = isMariaDb()
                ? "SET STATEMENT time_zone = '+05:00' FOR SELECT 1 AS one"
                : "SELECT /*+ SET_VAR(time_zone = '+05:00') */ 1 AS one";
        Futures.failure(database().forEach(Sql.sql(sql), row -> {}), StatementException.class);
    }

    /** What is told of columns and rows is the server's in these modes, too. */
    @Test
    void valuesAreReadInOtherModes() {
        global("PAD_CHAR_TO_FULL_LENGTH,TIME_TRUNCATE_FRACTIONAL"
                .replace(isMariaDb() ? "" : "PAD_CHAR_TO_FULL_LENGTH,", "")
                .replace(isMariaDb() ? "TIME_TRUNCATE_FRACTIONAL" : "", isMariaDb() ? "TIME_ROUND_FRACTIONAL" : ""));
        execute("CREATE TABLE padded (c CHAR(5), at TIME(0), b BINARY(3))");
        try (Database database = connect("")) {
            await(database.execute(
                    "INSERT INTO padded VALUES (?, ?, ?)",
                    List.of("a", java.time.LocalTime.parse("10:00:00.9"), new byte[] {1})));
            io.databased.Row row = await(database.fetchExactlyOne("SELECT * FROM padded"));
            String padded = one(database, "SELECT CONCAT('<', c, '>') AS c FROM padded", Map.of())
                    .getString("c");
            assertThat("<" + row.getString("c") + ">").isEqualTo(padded);
            assertThat(row.get("at", java.time.Duration.class))
                    .isEqualTo(java.time.Duration.parse("PT"
                            + one(database, "SELECT TIME_TO_SEC(at) AS s FROM padded", Map.of())
                                    .getLong("s") + "S"));
        }
    }
}

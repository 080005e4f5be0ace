package io.databased.internal.sql;

import static io.databased.internal.sql.StatementKind.DEFINITION;
import static io.databased.internal.sql.StatementKind.OTHER;
import static io.databased.internal.sql.StatementKind.READ;
import static io.databased.internal.sql.StatementKind.SESSION;
import static io.databased.internal.sql.StatementKind.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.databased.spi.SqlSyntax;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R22")
@Tag("R34")
class StatementClassifierTest {
    @ParameterizedTest
    @MethodSource("statements")
    void readsTheKindAndTheRows(String sql, StatementKind kind, boolean rows) {
        ParsedSql parsed = parse(sql);

        assertThat(parsed.kind()).isEqualTo(kind);
        assertThat(parsed.returnsRows()).isEqualTo(rows);
    }

    static Stream<Arguments> statements() {
        return Stream.of(reads(), writes(), definitions(), marks()).flatMap(part -> part);
    }

    private static Stream<Arguments> reads() {
        return Stream.of(
                arguments("select 1", READ, true),
                arguments("(SELECT 1) UNION (SELECT 2)", READ, true),
                arguments("VALUES (1)", READ, true),
                arguments("TABLE t", READ, true),
                arguments("WITH x AS (SELECT 1) SELECT * FROM x", READ, true),
                arguments("EXPLAIN DELETE FROM t", READ, true),
                arguments("EXPLAIN ANALYZE SELECT 1", READ, true),
                arguments("EXPLAIN SELECT pragma FROM pragma", READ, true),
                arguments("EXPLAIN CREATE TEMP TABLE t AS SELECT 1", READ, true),
                arguments("EXPLAIN ANALYZE SELECT a FROM pg_temp.t", READ, true),
                arguments("WITH pragma AS (SELECT 1) SELECT * FROM pragma", READ, true),
                arguments("SHOW TABLES", READ, true),
                arguments("SELECT 'INSERT', \"DELETE\" -- UPDATE\n FROM t /* INTO */", READ, true),
                arguments("SELECT replace(a, 'x', 'y'), (REPLACE(a, 'x', 'y')) FROM t", READ, true),
                arguments("SELECT t.\"update\", t.into FROM t", READ, true),
                arguments("SELECT SUBSTRING(a FOR 3) FROM t", READ, true));
    }

    private static Stream<Arguments> writes() {
        return Stream.of(
                arguments("INSERT INTO t VALUES (1)", WRITE, false),
                arguments("INSERT INTO t VALUES (1) RETURNING id", WRITE, true),
                arguments("UPDATE t SET a = 'RETURNING'", WRITE, false),
                arguments("UPDATE t SET a = (SELECT returning FROM b)", WRITE, false),
                arguments("REPLACE INTO t VALUES (1)", WRITE, false),
                arguments("MERGE INTO t USING s ON a = b WHEN MATCHED THEN DELETE", WRITE, false),
                arguments("WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x", WRITE, true),
                arguments("WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x", WRITE, false),
                arguments("SELECT * FROM FINAL TABLE (INSERT INTO t VALUES (1))", WRITE, true),
                arguments("SELECT * FROM t FOR UPDATE", WRITE, true),
                arguments("SELECT * FROM t FOR NO KEY UPDATE", WRITE, true),
                arguments("SELECT * FROM t LOCK IN SHARE MODE", WRITE, true),
                arguments("SELECT * INTO u FROM t", WRITE, false),
                arguments("SELECT nextval('s')", WRITE, true),
                arguments("SELECT pg_advisory_xact_lock(1)", WRITE, true),
                arguments("EXPLAIN (ANALYZE, BUFFERS) DELETE FROM t", WRITE, true),
                arguments("EXPLAIN ANALYZE UPDATE t SET a = 1", WRITE, true),
                arguments("UPDATE t SET (a, b) = (@x, @y)", WRITE, false),
                arguments("INSERT INTO pg_temp.t SELECT 1", WRITE, false),
                arguments("LOAD DATA INFILE 'f' INTO TABLE t", WRITE, false));
    }

    private static Stream<Arguments> definitions() {
        return Stream.of(
                arguments("CREATE TABLE t (a INT)", DEFINITION, false),
                arguments("create index i on t (temp)", DEFINITION, false),
                arguments("DROP TABLE t", DEFINITION, false),
                arguments("TRUNCATE t", DEFINITION, false),
                arguments("VACUUM", DEFINITION, false),
                arguments("ANALYZE TABLE t", DEFINITION, false),
                arguments("CREATE OR REPLACE FUNCTION f() RETURNS INT RETURN get_lock('a', 1)", DEFINITION, false));
    }

    private static Stream<Arguments> marks() {
        return Stream.of(
                arguments("SET search_path = x", SESSION, false),
                arguments("PRAGMA foreign_keys", SESSION, false),
                arguments("EXPLAIN PRAGMA foreign_keys = OFF", SESSION, true),
                arguments("explain query plan pragma foreign_keys = OFF", SESSION, true),
                arguments("EXPLAIN ANALYZE CREATE TEMP TABLE t AS SELECT 1", SESSION, true),
                arguments("EXPLAIN (ANALYZE) CREATE OR REPLACE TEMPORARY TABLE t AS SELECT 1", SESSION, true),
                arguments("EXPLAIN ANALYZE SET VARIABLE x = 1", SESSION, true),
                arguments("EXPLAIN ANALYZE PREPARE p AS SELECT 1", SESSION, true),
                arguments("SELECT 1 AS a INTO pg_temp.t", SESSION, false),
                arguments("SELECT 1 AS a INTO \"pg_temp\" . t", SESSION, false),
                arguments("SELECT SET(@x, 1)", SESSION, true),
                arguments("LISTEN x", SESSION, false),
                arguments("PREPARE p AS SELECT 1", SESSION, false),
                arguments("DECLARE c CURSOR FOR SELECT 1", SESSION, false),
                arguments("CREATE TEMP TABLE t (a INT)", SESSION, false),
                arguments("CREATE GLOBAL TEMPORARY TABLE t (a INT)", SESSION, false),
                arguments("CREATE TABLE temp.t (a INT)", SESSION, false),
                arguments("DROP TEMPORARY TABLE t", SESSION, false),
                arguments("SELECT * INTO TEMP u FROM t", SESSION, false),
                arguments("SELECT * INTO LOCAL TEMPORARY u FROM t", SESSION, false),
                arguments("LOCK TABLES t READ", SESSION, false),
                arguments("USE other", SESSION, false),
                arguments("ALTER SESSION SET x = 1", SESSION, false),
                arguments("SELECT pg_catalog.pg_advisory_lock (1)", SESSION, true),
                arguments("SELECT GET_LOCK('a', 1)", SESSION, true),
                arguments("SELECT \"get_lock\" ('a', 1)", SESSION, true),
                arguments("SELECT pg_catalog.\"pg_advisory_lock\"(1)", SESSION, true),
                arguments("SELECT \"nextval\"('s')", WRITE, true),
                arguments("SELECT \"get_lock\" FROM \"insert\"", READ, true),
                arguments("CREATE TABLE \"temp\".t (a INT)", SESSION, false),
                arguments("SELECT set_config('a', 'b', false)", SESSION, true),
                arguments("SELECT @x := 1", SESSION, true),
                arguments("SELECT a INTO @x FROM t", SESSION, false),
                arguments("CALL p()", OTHER, false),
                arguments("DO 'x'", OTHER, false),
                arguments("{call p(?)}", OTHER, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER g AFTER INSERT ON t WHEN CASE WHEN 1 THEN 1 END BEGIN DELETE FROM t; SELECT 1; END",
                "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; SELECT 1; END;",
                "CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END IF; BEGIN SELECT 2; END; END",
                "CREATE PROCEDURE p() BEGIN CASE 1 WHEN 1 THEN SELECT 1; END CASE; SELECT 2; END",
                "CREATE DEFINER = `a`@`b` FUNCTION f() RETURNS INT BEGIN REPEAT SELECT 1; UNTIL 1 END REPEAT; END",
                "CREATE FUNCTION f() RETURNS INT BEGIN ATOMIC SELECT 1; SELECT 2; END"
            })
    void readsTheBodyOfARoutineAsOneStatement(String sql) {
        assertThat(parse(sql).kind()).isEqualTo(DEFINITION);
        assertThat(parse(sql).sql()).isEqualTo(sql);
    }

    @ParameterizedTest
    @Tag("N14")
    @Tag("R29")
    @ValueSource(
            strings = {
                "CREATE TABLE t (a INT)",
                "TRUNCATE t",
                "LOCK TABLES t READ",
                "RENAME TABLE a TO b",
                "FLUSH TABLES"
            })
    void knowsWhatMayCommit(String sql) {
        assertThat(parse(sql).mayCommitImplicitly()).isTrue();
    }

    @ParameterizedTest
    @Tag("N14")
    @ValueSource(strings = {"SELECT 1", "INSERT INTO t VALUES (1)", "CREATE TEMPORARY TABLE t (a INT)", "SET @x = 1"})
    void knowsWhatDoesNotCommit(String sql) {
        assertThat(parse(sql).mayCommitImplicitly()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TEMPORARY TABLE t (a INT)",
                "create temp view v as select 1",
                "CREATE OR REPLACE TEMP VIEW v AS SELECT 1",
                "CREATE LOCAL TEMPORARY TABLE t (a INT)",
                "CREATE CACHED LOCAL TEMPORARY TABLE t (a INT)",
                "CREATE TABLE IF NOT EXISTS pg_temp.t (a INT)",
                "SELECT 1 INTO TEMP t",
                "SELECT * INTO LOCAL TEMPORARY TABLE t FROM u",
                "WITH a AS (SELECT 1) SELECT * INTO TEMPORARY t FROM a"
            })
    void knowsWhatIsTemporary(String sql) {
        assertThat(parse(sql).makesTemporary()).isTrue();
        assertThat(parse(sql).kind()).isEqualTo(SESSION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE temp.t (a INT)",
                "CREATE TABLE IF NOT EXISTS \"temp\".t AS SELECT 1",
                "CREATE VIEW [Temp].v AS SELECT 1",
                "CREATE TRIGGER temp.r AFTER INSERT ON t BEGIN SELECT 1; END"
            })
    void knowsTheTemporarySchemaOfSqlite(String sql) {
        ParsedSql parsed = ParsedSql.parse(sql, SqlSyntax.sqlite(), (index, value, place) -> "?");
        assertThat(parsed.makesTemporary()).isTrue();
        assertThat(parsed.kind()).isEqualTo(SESSION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE main.temp (a INT)",
                "CREATE TRIGGER r AFTER INSERT ON temp.t BEGIN SELECT 1; END",
                "CREATE TABLE t AS SELECT * FROM temp.u"
            })
    void knowsWhatIsNotMadeInIt(String sql) {
        assertThat(ParsedSql.parse(sql, SqlSyntax.sqlite(), (index, value, place) -> "?")
                        .makesTemporary())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE temp (temporary INT)",
                "CREATE TABLE temp.t (a INT)",
                "CREATE VIEW v AS SELECT * FROM pg_temp.t",
                "CREATE INDEX temp ON t (a)",
                "CREATE TRIGGER temp AFTER INSERT ON pg_temp.t BEGIN SELECT 1; END",
                "CREATE GLOBAL TEMPORARY TABLE t (a INT)",
                "CREATE PROCEDURE p() BEGIN CREATE TEMPORARY TABLE t (a INT); END",
                "DROP TEMPORARY TABLE t",
                "INSERT INTO temp SELECT 1",
                "SELECT temp INTO u FROM temporary",
                "SELECT temp FROM t"
            })
    void knowsWhatIsNotTemporary(String sql) {
        assertThat(parse(sql).makesTemporary()).isFalse();
    }

    private static ParsedSql parse(String sql) {
        return ParsedSql.parse(sql, SqlSyntax.mysql(), (index, value, place) -> "?");
    }
}

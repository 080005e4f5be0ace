package io.databased.internal.sql;

import static io.databased.internal.sql.ParsedSql.ReturnedRows.NO;
import static io.databased.internal.sql.ParsedSql.ReturnedRows.UNKNOWN;
import static io.databased.internal.sql.ParsedSql.ReturnedRows.YES;
import static io.databased.internal.sql.StatementKind.DEFINITION;
import static io.databased.internal.sql.StatementKind.OTHER;
import static io.databased.internal.sql.StatementKind.READ;
import static io.databased.internal.sql.StatementKind.SESSION;
import static io.databased.internal.sql.StatementKind.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.databased.internal.sql.ParsedSql.ReturnedRows;
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
    void readsTheKindAndTheRows(String sql, StatementKind kind, ReturnedRows rows) {
        ParsedSql parsed = parse(sql);

        assertThat(parsed.kind()).isEqualTo(kind);
        assertThat(parsed.returnsRows()).isEqualTo(rows);
    }

    static Stream<Arguments> statements() {
        return Stream.of(reads(), writes(), definitions(), marks()).flatMap(part -> part);
    }

    private static Stream<Arguments> reads() {
        return Stream.of(
                arguments("select 1", READ, YES),
                arguments("(SELECT 1) UNION (SELECT 2)", READ, YES),
                arguments("VALUES (1)", READ, YES),
                arguments("TABLE t", READ, YES),
                arguments("WITH x AS (SELECT 1) SELECT * FROM x", READ, YES),
                arguments("EXPLAIN DELETE FROM t", READ, YES),
                arguments("EXPLAIN ANALYZE SELECT 1", READ, YES),
                arguments("EXPLAIN SELECT pragma FROM pragma", READ, YES),
                arguments("EXPLAIN CREATE TEMP TABLE t AS SELECT 1", READ, YES),
                arguments("EXPLAIN ANALYZE SELECT a FROM pg_temp.t", READ, YES),
                arguments("WITH pragma AS (SELECT 1) SELECT * FROM pragma", READ, YES),
                arguments("SHOW TABLES", READ, YES),
                arguments("SELECT 'INSERT', \"DELETE\" -- UPDATE\n FROM t /* INTO */", READ, YES),
                arguments("SELECT replace(a, 'x', 'y'), (REPLACE(a, 'x', 'y')) FROM t", READ, YES),
                arguments("SELECT t.\"update\", t.into FROM t", READ, YES),
                arguments("SELECT SUBSTRING(a FOR 3) FROM t", READ, YES));
    }

    private static Stream<Arguments> writes() {
        return Stream.of(
                arguments("INSERT INTO t VALUES (1)", WRITE, NO),
                arguments("INSERT INTO t VALUES (1) RETURNING id", WRITE, YES),
                arguments("UPDATE t SET a = 'RETURNING'", WRITE, NO),
                arguments("UPDATE t SET a = (SELECT returning FROM b)", WRITE, NO),
                arguments("REPLACE INTO t VALUES (1)", WRITE, NO),
                arguments("MERGE INTO t USING s ON a = b WHEN MATCHED THEN DELETE", WRITE, NO),
                arguments("WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x", WRITE, YES),
                arguments("WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x", WRITE, NO),
                arguments("SELECT * FROM FINAL TABLE (INSERT INTO t VALUES (1))", WRITE, YES),
                arguments("SELECT * FROM t FOR UPDATE", WRITE, YES),
                arguments("SELECT * FROM t FOR NO KEY UPDATE", WRITE, YES),
                arguments("SELECT * FROM t LOCK IN SHARE MODE", WRITE, YES),
                arguments("SELECT * INTO u FROM t", WRITE, UNKNOWN),
                arguments("SELECT nextval('s')", WRITE, YES),
                arguments("SELECT pg_advisory_xact_lock(1)", WRITE, YES),
                arguments("EXPLAIN (ANALYZE, BUFFERS) DELETE FROM t", WRITE, YES),
                arguments("EXPLAIN ANALYZE UPDATE t SET a = 1", WRITE, YES),
                arguments("UPDATE t SET (a, b) = (@x, @y)", WRITE, NO),
                arguments("INSERT INTO pg_temp.t SELECT 1", WRITE, NO),
                arguments("LOAD DATA INFILE 'f' INTO TABLE t", WRITE, UNKNOWN));
    }

    private static Stream<Arguments> definitions() {
        return Stream.of(
                arguments("CREATE TABLE t (a INT)", DEFINITION, NO),
                arguments("create index i on t (temp)", DEFINITION, NO),
                arguments("DROP TABLE t", DEFINITION, NO),
                arguments("TRUNCATE t", DEFINITION, NO),
                arguments("VACUUM", DEFINITION, NO),
                arguments("ANALYZE TABLE t", DEFINITION, UNKNOWN),
                arguments("CREATE OR REPLACE FUNCTION f() RETURNS INT RETURN get_lock('a', 1)", DEFINITION, NO));
    }

    private static Stream<Arguments> marks() {
        return Stream.of(
                arguments("SET search_path = x", SESSION, NO),
                arguments("PRAGMA foreign_keys", SESSION, UNKNOWN),
                arguments("EXPLAIN PRAGMA foreign_keys = OFF", SESSION, YES),
                arguments("explain query plan pragma foreign_keys = OFF", SESSION, YES),
                arguments("EXPLAIN ANALYZE CREATE TEMP TABLE t AS SELECT 1", SESSION, YES),
                arguments("EXPLAIN (ANALYZE) CREATE OR REPLACE TEMPORARY TABLE t AS SELECT 1", SESSION, YES),
                arguments("EXPLAIN ANALYZE SET VARIABLE x = 1", SESSION, YES),
                arguments("EXPLAIN ANALYZE PREPARE p AS SELECT 1", SESSION, YES),
                arguments("SELECT 1 AS a INTO pg_temp.t", SESSION, UNKNOWN),
                arguments("SELECT 1 AS a INTO \"pg_temp\" . t", SESSION, UNKNOWN),
                arguments("SELECT SET(@x, 1)", SESSION, YES),
                arguments("LISTEN x", SESSION, UNKNOWN),
                arguments("PREPARE p AS SELECT 1", SESSION, UNKNOWN),
                arguments("DECLARE c CURSOR FOR SELECT 1", SESSION, UNKNOWN),
                arguments("CREATE TEMP TABLE t (a INT)", SESSION, NO),
                arguments("CREATE GLOBAL TEMPORARY TABLE t (a INT)", SESSION, NO),
                arguments("CREATE TABLE temp.t (a INT)", SESSION, NO),
                arguments("DROP TEMPORARY TABLE t", SESSION, NO),
                arguments("SELECT * INTO TEMP u FROM t", SESSION, UNKNOWN),
                arguments("SELECT * INTO LOCAL TEMPORARY u FROM t", SESSION, UNKNOWN),
                arguments("LOCK TABLES t READ", SESSION, UNKNOWN),
                arguments("USE other", SESSION, UNKNOWN),
                arguments("ALTER SESSION SET x = 1", SESSION, UNKNOWN),
                arguments("SELECT pg_catalog.pg_advisory_lock (1)", SESSION, YES),
                arguments("SELECT GET_LOCK('a', 1)", SESSION, YES),
                arguments("SELECT \"get_lock\" ('a', 1)", SESSION, YES),
                arguments("SELECT pg_catalog.\"pg_advisory_lock\"(1)", SESSION, YES),
                arguments("SELECT \"nextval\"('s')", WRITE, YES),
                arguments("SELECT \"get_lock\" FROM \"insert\"", READ, YES),
                arguments("CREATE TABLE \"temp\".t (a INT)", SESSION, NO),
                arguments("SELECT set_config('a', 'b', false)", SESSION, YES),
                arguments("SELECT @x := 1", SESSION, YES),
                arguments("SELECT a INTO @x FROM t", SESSION, UNKNOWN),
                arguments("CALL p()", OTHER, UNKNOWN),
                arguments("DO 'x'", OTHER, UNKNOWN),
                arguments("{call p(?)}", OTHER, UNKNOWN));
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

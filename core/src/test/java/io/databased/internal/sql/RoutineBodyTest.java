package io.databased.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.InvalidQueryException;
import io.databased.spi.SqlSyntax;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the body of a routine ends, and names that are keywords elsewhere. */
@Tag("R36")
class RoutineBodyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE event (id int, begin timestamp)",
                "CREATE TABLE trigger (case_id int, begin int, function int)",
                "CREATE TABLE t (a int, begin int, event int, procedure int)",
                "CREATE INDEX trigger ON t (begin)",
                "CREATE VIEW function AS SELECT begin, a AS end, b AS \"case\" FROM event",
                "CREATE VIEW v AS SELECT CASE WHEN a THEN 1 END AS begin FROM procedure",
                "SELECT begin, t.end, t.case, t.event FROM trigger t",
                "UPDATE t SET begin = 1, event = 2",
                "ALTER TABLE event ADD begin int",
                "DROP TABLE event"
            })
    void namesMayBeWords(String sql) {
        for (SqlSyntax syntax :
                List.of(SqlSyntax.standard(), SqlSyntax.sqlite(), SqlSyntax.postgresql(), SqlSyntax.mysql())) {
            isOne(sql, syntax);
            isSeveral(sql + "; SELECT 1", syntax);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER w BEFORE UPDATE ON t FOR EACH ROW IF NEW.a<0 THEN SET NEW.a=0; END IF",
                "CREATE TRIGGER w BEFORE UPDATE ON t FOR EACH ROW FOLLOWS x IF NEW.a<0 THEN SET NEW.a=0; END IF",
                "CREATE TRIGGER w BEFORE UPDATE ON t FOR EACH ROW SET NEW.end = CASE WHEN NEW.begin THEN 1 END",
                "CREATE TRIGGER begin BEFORE UPDATE ON begin FOR EACH ROW BEGIN SET NEW.a=1; END",
                "CREATE TRIGGER w AFTER INSERT ON t FOR EACH ROW BEGIN INSERT INTO u (begin, end) VALUES (1, NEW.end); END",
                "CREATE TRIGGER w AFTER INSERT ON t FOR EACH ROW BEGIN SELECT end, begin FROM u; SELECT 1; END",
                "CREATE TRIGGER w AFTER INSERT ON t FOR EACH ROW INSERT INTO u SELECT CASE WHEN end THEN end ELSE end END",
                "CREATE TRIGGER IF NOT EXISTS w AFTER INSERT ON t FOR EACH ROW CALL p(IF(1, 2, 3))",
                "CREATE PROCEDURE p() IF 1 THEN SELECT 1; ELSEIF 2 THEN SELECT 2; ELSE SELECT 3; END IF",
                "CREATE PROCEDURE p() lp:LOOP SELECT 1; LEAVE lp; END LOOP lp",
                "CREATE PROCEDURE p() lp: LOOP SELECT 1; END LOOP",
                "CREATE PROCEDURE p() BEGIN lp:WHILE 1 DO SELECT 1; END WHILE lp; l2:REPEAT SELECT 1; UNTIL 1 END REPEAT; END",
                "CREATE PROCEDURE p() b:BEGIN SELECT 1; LEAVE b; END b",
                "CREATE PROCEDURE p() BEGIN `lp`:LOOP SELECT 1; END LOOP; END",
                "CREATE PROCEDURE p() BEGIN WHILE CASE WHEN 1 THEN 1 END DO SELECT 1; END WHILE; SELECT 2; END",
                "CREATE PROCEDURE p() CASE 1 WHEN 1 THEN SELECT CASE 2 WHEN 3 THEN 4 END; ELSE SELECT 2; END CASE",
                "CREATE PROCEDURE p() REPEAT SELECT 1; UNTIL CASE WHEN 1 THEN 1 END = 1 END REPEAT",
                "CREATE PROCEDURE p() FOR i IN 1..3 DO SELECT i; END FOR",
                "CREATE PROCEDURE p() FOR r IN (SELECT a FROM t) DO SELECT r.a; END FOR",
                "CREATE PROCEDURE p() BEGIN DECLARE CONTINUE HANDLER FOR NOT FOUND SET x = 1; SELECT 1; END",
                "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION, SQLSTATE '1' BEGIN ROLLBACK; END; SELECT 1; END",
                "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR no_such IF x THEN SELECT 1; END IF; SELECT 1; END",
                "CREATE PROCEDURE p() BEGIN DECLARE c CURSOR FOR SELECT 1; DROP TABLE IF EXISTS t; SELECT IF(1,2,3); END",
                "CREATE PROCEDURE p() BEGIN DECLARE x INT DEFAULT CASE WHEN 1 THEN 2 END; SELECT x; END",
                "CREATE PROCEDURE p() BEGIN END",
                "CREATE PROCEDURE p() BEGIN NOT ATOMIC IF 1 THEN SELECT 1; END IF; END",
                "CREATE PROCEDURE begin(end INT) BEGIN SELECT end; END",
                "CREATE PROCEDURE p() SELECT 1",
                "CREATE PROCEDURE p() MODIFIES SQL DATA COMMENT 'x' BEGIN SELECT 1; END",
                "CREATE FUNCTION f(x INT) RETURNS INT RETURN x IS NULL",
                "CREATE FUNCTION f(x INT) RETURNS INT DETERMINISTIC RETURN CASE WHEN x THEN 1 ELSE 2 END",
                "CREATE FUNCTION f(x INT) RETURNS VARCHAR(9) CHARSET utf8mb4 IF x THEN RETURN 1; ELSE RETURN 2; END IF",
                "CREATE DEFINER=root@localhost PROCEDURE p() BEGIN SELECT 1; END",
                "CREATE OR REPLACE DEFINER = CURRENT_USER() TRIGGER w BEFORE INSERT ON t FOR EACH ROW BEGIN SET @a:=1; END",
                "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM t; DELETE FROM u; END",
                "CREATE EVENT begin ON SCHEDULE AT CURRENT_TIMESTAMP DO IF 1 THEN DELETE FROM t; END IF",
                "ALTER EVENT e DO BEGIN DELETE FROM t; DELETE FROM u; END",
                "CREATE PROCEDURE p AS x INT; BEGIN x := 1; IF x = 1 THEN NULL; END IF; END",
                "CREATE PROCEDURE p IS BEGIN FOR i IN 1..3 LOOP NULL; END LOOP; WHILE 1 LOOP NULL; END LOOP; END p",
                "CREATE FUNCTION f(a IN INT) RETURN INT IS b INT; BEGIN RETURN b; EXCEPTION WHEN OTHERS THEN RETURN 1; END",
                "CREATE PACKAGE p AS PROCEDURE a; FUNCTION b RETURN INT; END",
                "CREATE PACKAGE BODY p AS PROCEDURE a AS x INT; BEGIN NULL; END; FUNCTION b RETURN INT AS BEGIN RETURN 1; END; END",
                "CREATE PACKAGE p PROCEDURE a(); FUNCTION b() RETURNS INT; END",
                "CREATE TRIGGER w BEFORE INSERT ON t FOR EACH ROW WHEN (new.a > 1) DECLARE x INT; BEGIN x := 1; END",
                "CREATE TRIGGER w AFTER INSERT ON t REFERENCING NEW AS n FOR EACH ROW BEGIN ATOMIC IF n.a THEN SET x=1; END IF; END",
                "CREATE TRIGGER w ON t AFTER INSERT AS BEGIN SELECT 1; SELECT 2; END",
                "CREATE PROC p AS SELECT 1"
            })
    void blocksNest(String sql) {
        for (SqlSyntax syntax : List.of(SqlSyntax.mysql(), SqlSyntax.standard())) {
            isOne(sql, syntax);
            isOne(sql + ";", syntax);
            if (!sql.contains("PROC p AS")) {
                isSeveral(sql + "; SELECT 1", syntax);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TRIGGER g AFTER INSERT ON t WHEN NEW.begin > NEW.end BEGIN UPDATE t SET a = NEW.end; END",
                "CREATE TRIGGER begin AFTER UPDATE OF begin ON begin BEGIN SELECT begin, \"end\" FROM t; SELECT 1 AS end; END",
                "CREATE TEMP TRIGGER IF NOT EXISTS g INSTEAD OF DELETE ON v BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; END",
                "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO u VALUES (CASE WHEN 1 THEN 2 END); DELETE FROM u; END"
            })
    void aTriggerOfSqliteIsOneBlock(String sql) {
        isOne(sql, SqlSyntax.sqlite());
        isSeveral(sql + "; SELECT 1", SqlSyntax.sqlite());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION f(int) RETURNS int RETURN $1 + 1",
                "CREATE FUNCTION f(begin int) RETURNS int RETURN begin + $1",
                "CREATE OR REPLACE FUNCTION f(int) RETURNS int BEGIN ATOMIC SELECT $1; SELECT CASE WHEN $1 > 0 THEN 1 END; END",
                "CREATE PROCEDURE p(int) BEGIN ATOMIC INSERT INTO t VALUES ($1); UPDATE t SET a = b.end FROM b AS end; END",
                "CREATE PROCEDURE p(a int) BEGIN ATOMIC END",
                "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$",
                "CREATE TRIGGER g AFTER INSERT ON begin FOR EACH ROW EXECUTE FUNCTION f()",
                "CREATE CONSTRAINT TRIGGER g AFTER INSERT ON begin EXECUTE FUNCTION f()",
                "CREATE EVENT TRIGGER g ON ddl_command_end EXECUTE FUNCTION begin()",
                "CREATE RULE r AS ON INSERT TO a DO ALSO (INSERT INTO b VALUES (1); INSERT INTO b VALUES (2))",
                "CREATE OR REPLACE RULE r AS ON UPDATE TO a DO INSTEAD (SELECT 1; SELECT 2;)",
                "PREPARE p(int) AS SELECT $1",
                "DO $x$ BEGIN NULL; END $x$"
            })
    void aRoutineOfPostgresqlIsTextOrOneBlock(String sql) {
        isOne(sql, SqlSyntax.postgresql());
        isSeveral(sql + "; SELECT 1", SqlSyntax.postgresql());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN NOT ATOMIC INSERT INTO t VALUES (1); INSERT INTO t VALUES (2); END",
                "BEGIN NOT ATOMIC DECLARE x INT DEFAULT 1; IF x THEN SELECT 1; ELSE SELECT 2; END IF; END",
                "BEGIN NOT ATOMIC BEGIN SELECT 1; END; END",
                "IF 1 THEN SELECT 1; END IF",
                "FOR i IN 1..3 DO INSERT INTO t VALUES (i); END FOR",
                "WHILE @x < 3 DO SET @x = @x + 1; END WHILE",
                "LOOP SELECT 1; END LOOP",
                "REPEAT SELECT 1; UNTIL 1 END REPEAT",
                "CASE 1 WHEN 1 THEN SELECT 1; ELSE SELECT 2; END CASE"
            })
    void aBlockNeedsNoNameOnMariaDb(String sql) {
        isBlock(sql, SqlSyntax.mysql());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN p(1); END",
                "BEGIN NULL; EXCEPTION WHEN OTHERS THEN NULL; END",
                "BEGIN FOR i IN 1..3 LOOP p(i); END LOOP; END",
                "begin if a = 1 then p(1); end if; end",
                "BEGIN ATOMIC DELETE FROM t; DELETE FROM u; END",
                "DECLARE x NUMBER; BEGIN x := 1; p(x); END",
                "DECLARE x NUMBER := 1; y t.a%TYPE; BEGIN BEGIN p(x); END; END",
                "DECLARE CURSOR c IS SELECT 1 FROM dual; BEGIN OPEN c; END",
                "EXECUTE BLOCK AS BEGIN DELETE FROM t; DELETE FROM u; END",
                "EXECUTE BLOCK (a INT = 1) RETURNS (b INT) AS DECLARE c INT; BEGIN b = a; SUSPEND; END"
            })
    void aBlockNeedsNoNameElsewhere(String sql) {
        isBlock(sql, SqlSyntax.standard());
    }

    private static void isBlock(String sql, SqlSyntax syntax) {
        isOne(sql, syntax);
        isSeveral(sql + "; SELECT 1", syntax);
        ParsedSql parsed = parse(sql + ";", syntax);
        assertThat(parsed.kind()).isEqualTo(StatementKind.OTHER);
        assertThat(parsed.sql()).isEqualTo(sql + ";");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN",
                "BEGIN;",
                "BEGIN; DELETE FROM t; END",
                "BEGIN WORK; DELETE FROM t; END",
                "BEGIN TRAN DELETE FROM t; END",
                "BEGIN ISOLATION LEVEL SERIALIZABLE",
                "BEGIN READ ONLY; SELECT 1; END"
            })
    void aTransactionIsNoBlock(String sql) {
        for (SqlSyntax syntax : List.of(SqlSyntax.standard(), SqlSyntax.mysql())) {
            assertThatThrownBy(() -> parse(sql, syntax)).isInstanceOf(InvalidQueryException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IF EXISTS (SELECT 1) DROP TABLE t",
                "WHILE 1 = 0 SELECT 1",
                "DECLARE @x INT = 1",
                "DECLARE c CURSOR FOR SELECT 1"
            })
    void whatHasNoEndIsOneStatement(String sql) {
        isOne(sql, SqlSyntax.standard());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE PROCEDURE p() BEGIN SELECT 1;",
                "BEGIN NOT ATOMIC SELECT 1",
                "BEGIN p(1)",
                "IF 1 THEN SELECT 1",
                "CREATE PROCEDURE p() BEGIN IF 1 THEN SELECT 1; END",
                "CREATE PROCEDURE p AS x INT; SELECT 1"
            })
    void aBodyMustEnd(String sql) {
        assertThatThrownBy(() -> parse(sql, SqlSyntax.mysql()))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("does not end");
    }

    @Test
    void theDatabasesOwnParametersAreRefusedElsewhere() {
        for (String sql : List.of("SELECT $1", "CREATE VIEW v AS SELECT $1", "INSERT INTO function VALUES ($1)")) {
            assertThatThrownBy(() -> parse(sql, SqlSyntax.postgresql())).hasMessageContaining("begins with $");
        }
    }

    @Test
    void aLabelIsNoParameterAndAParameterNoLabel() {
        assertThat(parse("SELECT a:loop", SqlSyntax.mysql()).parameterCount()).isEqualTo(1);
        assertThat(parse("SELECT :begin, :end, :case", SqlSyntax.postgresql()).parameterCount())
                .isEqualTo(3);
    }

    private static void isOne(String sql, SqlSyntax syntax) {
        ParsedSql parsed = parse(sql, syntax);
        assertThat(parsed.sql()).isEqualTo(sql);
        assertThat(parsed.parameterCount()).isZero();
    }

    private static void isSeveral(String sql, SqlSyntax syntax) {
        assertThatThrownBy(() -> parse(sql, syntax))
                .as(sql)
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("several statements");
    }

    private static ParsedSql parse(String sql, SqlSyntax syntax) {
        return ParsedSql.parse(sql, syntax, (index, value, place) -> "?");
    }
}

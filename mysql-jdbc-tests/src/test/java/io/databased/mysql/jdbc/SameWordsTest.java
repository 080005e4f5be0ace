package io.databased.mysql.jdbc;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Sql;
import io.databased.StatementException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of a refusal is the same by every way to the server, and has no value in it. */
class SameWordsTest extends SameServer {
    @BeforeEach
    void create() {
        execute("CREATE TABLE p (id INT PRIMARY KEY, u VARCHAR(10), n TINYINT, d DATE, CONSTRAINT one_u UNIQUE (u))");
        execute("INSERT INTO p (id, u) VALUES (1, 'secret')");
        execute("CREATE PROCEDURE refuse(t VARCHAR(20)) BEGIN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = t; END");
    }

    /** Drivers write values into the SQL that the server then complains about, and routines into what they raise. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1 FROM p WHRE u = ?",
                "SELECT ? FROM p GROUP u",
                "INSERT INTO p (id, u) VALUES (2, ?)",
                "INSERT INTO p (id, n) VALUES (3, ?)",
                "INSERT INTO p (id, d) VALUES (4, ?)",
                "SET SESSION sql_mode = ?",
                "SET SESSION time_zone = ?",
                "SET SESSION character_set_client = ?",
                "CALL refuse(?)",
                "CALL refuse(CONCAT('no funds for ', ?))"
            })
    @Tag("R37")
    void noValueIsTold(String sql) {
        ways.forEach((name, way) -> {
            StatementException refused = failure(way.execute(sql, List.of("secret")), StatementException.class);
            for (Throwable told = refused; told != null; told = told.getCause()) {
                assertThat(String.valueOf(told.getMessage())).as(name).doesNotContain("secret");
            }
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO p (id, u) VALUES (2, 'secret') | one_u' | one_u |",
                "INSERT INTO p (id, n) VALUES (2, 500) | a number is out of the range of its column: column 'n' | | n",
                "INSERT INTO p (id, d) VALUES (2, 'x') | a date, time or number has a form that the server does not know | | d",
                "SELECT 9223372036854775807 + 1 | a number is out of the range of its type | |",
                "SET SESSION nothing = 1 | Unknown system variable | |",
                "SET SESSION sql_mode = 'it''s' | Variable 'sql_mode' can't be set to the value of '…' | |",
                "SELECT u FROM p WHERE MATCH (u) AGAINST ('x') | Can't find FULLTEXT index | |"
            })
    void theConditionAndItsNamesAreTold(String sql, String words, String constraint, String column) {
        ways.forEach((name, way) -> {
            StatementException refused = failure(way.execute(sql), StatementException.class);
            assertThat(refused.getMessage().split("; in: ")[0]).as(name).contains(words);
            assertThat(refused.databaseMessage().orElseThrow().constraint().orElse(null))
                    .as(name)
                    .isEqualTo(constraint);
            assertThat(refused.databaseMessage().orElseThrow().column().orElse(null))
                    .as(name)
                    .isEqualTo(column);
            assertThat(await(way.fetchAll("SELECT 1"))).hasSize(1);
        });
    }

    /** Without values there is nothing in it that may not be told. */
    @ParameterizedTest
    @ValueSource(
            strings = {"SELECT * FORM p", "SELECT 1 +", "UPDATE p SET", "SELECT u FROM p WHERE u = 'it''s' GRUOP BY 1"})
    void theServerTellsWhereATextIsWrong(String sql) {
        String said = failure(ways.get(NATIVE).execute(sql), StatementException.class)
                .getMessage()
                .split("; in: ")[0];
        assertThat(said).contains(" near '");
        ways.forEach((name, way) -> {
            for (var failed : List.of(
                    way.execute(sql),
                    way.fetchAll(sql),
                    way.session(session -> session.fetchOne(sql)),
                    way.forEach(Sql.sql(sql), row -> {}))) {
                assertThat(failure(failed, StatementException.class)
                                .getMessage()
                                .split("; in: ")[0])
                        .as(name)
                        .isEqualTo(said);
            }
        });
    }

    /** Its number is that of a lost connection for MySQL, and for Connector/J. */
    @Test
    void aTriggerThatIsNotThereCostsNoConnection() {
        ways.forEach((name, way) -> {
            if (!name.startsWith("Connector/J") && !name.startsWith("mysql")) {
                StatementException refused = failure(
                        way.execute("CREATE TRIGGER t BEFORE INSERT ON p FOR EACH ROW FOLLOWS nobody SET @x = 1"),
                        StatementException.class);
                assertThat(refused).as(name).hasMessageContaining("Referenced trigger 'nobody'");
            }
        });
    }
}

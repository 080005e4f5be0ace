package io.databased.mysql;

import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.vertx.mysqlclient.MySQLException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlErrorsTest extends MySqlDatabase {
    @BeforeEach
    void createTables() {
        execute("CREATE TABLE p (id INT PRIMARY KEY, u VARCHAR(20), n INT NOT NULL DEFAULT 0, d DATE,"
                + " UNIQUE KEY one_u (u), CONSTRAINT small CHECK (n < 9)) ENGINE=InnoDB");
        execute("CREATE TABLE c (p INT, CONSTRAINT of_p FOREIGN KEY (p) REFERENCES p (id))");
        execute("CREATE TABLE no_default (i INT NOT NULL, j INT)");
        execute("INSERT INTO p (id, u) VALUES (1, 'secret')");
        execute("INSERT INTO c VALUES (1)");
    }

    @Tag("R37")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "UNIQUE|1062|INSERT INTO p (id, u) VALUES (2, 'secret')|a unique constraint is violated: key 'one_u'",
                "UNIQUE|1062|INSERT INTO p (id) VALUES (1)|a unique constraint is violated: key 'PRIMARY'",
                "FOREIGN_KEY|1452|INSERT INTO c VALUES (99)|CONSTRAINT `of_p`",
                "FOREIGN_KEY|1451|DELETE FROM p|CONSTRAINT `of_p`",
                "NOT_NULL|1048|UPDATE p SET n = NULL|Column 'n' cannot be null",
                "NOT_NULL|1364|INSERT INTO no_default (j) VALUES (1)|Field 'i' doesn't have a default value",
                "CHECK|4025|INSERT INTO p (id, n) VALUES (3, 10)|CONSTRAINT `small` failed",
                "DATA|1406|INSERT INTO p (id, u) VALUES (4, 'secret secret secret secret')|a value is too long for its column: column 'u'",
                "DATA|1292|INSERT INTO p (id, d) VALUES (5, 'secret')|a date, time or number has a form that the server does not know",
                "DATA|1366|INSERT INTO p (id, n) VALUES (6, 'secret')|a value cannot be stored as its column's type",
                "DATA|1264|INSERT INTO p (id) VALUES (99999999999)|a number is out of the range of its column: column 'id'",
                "SYNTAX|1064|SELECT FROM WHERE|You have an error in your SQL syntax",
                "OBJECT|1146|SELECT * FROM nowhere|nowhere' doesn't exist",
                "OBJECT|1054|SELECT nothing FROM p|Unknown column 'nothing'",
                "OBJECT|1050|CREATE TABLE p (i INT)|Table 'p' already exists",
                "OBJECT|1051|DROP TABLE nowhere|Unknown table",
                "DATA|1690|SELECT 9223372036854775807 + 1|a number is out of the range of its type",
                "OTHER|1242|SELECT (SELECT 1 UNION SELECT 2)|a subquery gives more than one row",
                "OTHER|1644|SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no funds'|no funds",
                "OTHER|30001|SIGNAL SQLSTATE '45001' SET MESSAGE_TEXT = 'no funds', MYSQL_ERRNO = 30001|no funds",
                "OTHER|1644|SIGNAL SQLSTATE '99999' SET MESSAGE_TEXT = 'of an author'|of an author",
                "UNIQUE|1062|SIGNAL SQLSTATE '23000' SET MYSQL_ERRNO = 1062, MESSAGE_TEXT = 'name is taken'|name is taken",
                "FOREIGN_KEY|1452|SIGNAL SQLSTATE '23000' SET MYSQL_ERRNO = 1452, MESSAGE_TEXT = 'no such film'|no such film"
            })
    void namesTheKindAndNoValue(Kind kind, int code, String sql, String message) {
        StatementException failure = failure(database().execute(sql), StatementException.class);
        assertThat(failure.kind()).isEqualTo(kind);
        boolean mySqlCheck = code == 4025 && !isMariaDb();
        assertThat(failure.vendorCode()).hasValue(mySqlCheck ? 3819 : code);
        assertThat(failure.getMessage().split("; in: ")[0])
                .contains(isMariaDb() ? message : asMySqlSays(message))
                .doesNotContain("secret");
        assertThat(String.valueOf(failure.getCause())).doesNotContain("secret");
    }

    /** Beside the message, for who may see values. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "INSERT INTO p (id, u) VALUES (2, 'secret')|Duplicate entry 'secret'|one_u|",
                "INSERT INTO c VALUES (99)|Cannot add or update a child row|of_p|",
                "INSERT INTO p (id, n) VALUES (3, 10)|small|small|",
                "INSERT INTO p (id, d) VALUES (5, 'secret')|'secret'||d",
                "UPDATE p SET n = NULL|cannot be null||n",
                "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no funds'|no funds||"
            })
    void givesAllThatTheServerSaid(String sql, String text, String constraint, String column) {
        var said = failure(database().execute(sql), StatementException.class)
                .databaseMessage()
                .orElseThrow();
        assertThat(said.text()).contains(text);
        assertThat(said.constraint()).isEqualTo(Optional.ofNullable(constraint));
        assertThat(said.column()).isEqualTo(Optional.ofNullable(column));
        assertThat(said.toString()).doesNotContain("secret");
    }

    @Test
    void authorOfARoutineIsHeard() {
        server.execute("CREATE PROCEDURE " + name() + ".pay(amount INT) BEGIN"
                + " IF amount > 10 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'insufficient funds'; END IF; END");
        server.execute("CREATE TRIGGER " + name() + ".guard BEFORE DELETE ON " + name() + ".c FOR EACH ROW"
                + " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'reviews are kept'");
        assertThat(failure(database().execute("CALL pay(?)", java.util.List.of(11)), StatementException.class))
                .hasMessageContaining("insufficient funds");
        assertThat(failure(
                        database().session(session -> session.execute("CALL pay(?)", java.util.List.of(11))),
                        StatementException.class))
                .hasMessageContaining("insufficient funds");
        assertThat(failure(database().execute("DELETE FROM c"), StatementException.class))
                .hasMessageContaining("reviews are kept");
    }

    /** Which names the table of a key, too. */
    private static String asMySqlSays(String message) {
        return message.replace("key '", "key 'p.")
                .replace("CONSTRAINT `small` failed", "Check constraint 'small' is violated");
    }

    /** What this server does not say, or not on demand. */
    @ParameterizedTest
    @CsvSource({
        "1142, 42000, PERMISSION, STATEMENT",
        "1044, 42000, PERMISSION, STATEMENT",
        "3819, HY000, CHECK, STATEMENT",
        "1213, 40001, DEADLOCK, TRANSACTION_ENDED",
        "1020, HY000, SERIALIZATION, TRANSACTION_ENDED",
        "1206, HY000, BUSY, TRANSACTION_ENDED",
        "1047, 08S01, SYSTEM, STATEMENT",
        "9007, HY000, SERIALIZATION, STATEMENT",
        "1205, HY000, BUSY, STATEMENT",
        "3572, HY000, BUSY, STATEMENT",
        "1317, 70100, CANCELLED, STATEMENT",
        "1969, 70100, TIMEOUT, STATEMENT",
        "3024, HY000, TIMEOUT, STATEMENT",
        "1290, HY000, READ_ONLY, STATEMENT",
        "1792, 25006, READ_ONLY, STATEMENT",
        "1836, HY000, READ_ONLY, STATEMENT",
        "1114, HY000, DISK_FULL, STATEMENT",
        "1021, HY000, DISK_FULL, STATEMENT",
        "1295, HY000, UNSUPPORTED, STATEMENT",
        "9999, 22001, DATA, STATEMENT",
        "9999, HY000, OTHER, STATEMENT"
    })
    void knowsTheCodes(int code, String state, Kind kind, Effect effect) {
        BackendException said =
                MySqlErrors.refused(new MySQLException("of the server", code, state), Effect.STATEMENT, false);
        assertThat(said.kind()).isEqualTo(kind);
        assertThat(said.effect()).isEqualTo(effect);
    }

    @Test
    void lockTimeoutEndsTheTransactionWhereItIsSetSo() {
        MySQLException timeout = new MySQLException("Lock wait timeout exceeded", 1205, "HY000");
        assertThat(MySqlErrors.refused(timeout, Effect.STATEMENT, true).effect())
                .isEqualTo(Effect.TRANSACTION_ENDED);
    }

    @ParameterizedTest
    @CsvSource({"1053, true", "1927, true", "4031, true", "3169, true", "1153, true", "1062, false", "1317, false"})
    void tellsLossesFromRefusals(int code, boolean loss) {
        assertThat(MySqlErrors.isLoss(new MySQLException("", code, "HY000"))).isEqualTo(loss);
    }

    @ParameterizedTest
    @CsvSource({"1045, true", "1049, true", "1044, true", "1040, false", "1203, false", "1053, false"})
    void tellsWhatTryingAgainWillNotMend(int code, boolean permanent) {
        assertThat(MySqlErrors.isPermanent(code)).isEqualTo(permanent);
    }

    @Tag("R37")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1062|Duplicate entry 'x' for key 'secret'' for key 'movies.title'|a unique constraint is violated: key 'movies.title'",
                "1062|Duplicate entry 'secret'|a unique constraint is violated",
                "1062|the words of an author|the words of an author",
                "1406|Data too long for column 'title' at row 7|a value is too long for its column: column 'title'",
                "1366|Incorrect integer value: 'for column `secret` at row 1' for column `db`.`t`.`n` at row 1"
                        + "|a value cannot be stored as its column's type: column `db`.`t`.`n`"
            })
    void takesOnlyTheNameFromMessagesThatQuoteValues(int code, String said, String told) {
        assertThat(MySqlErrors.refused(new MySQLException(said, code, "23000"), Effect.STATEMENT, false))
                .hasMessage(told);
    }
}

package io.databased.internal.sql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.databased.InvalidQueryException;
import io.databased.spi.SqlSyntax;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R36")
class RefusalTest {
    private static final SqlSyntax SQLITE = SqlSyntax.sqlite();
    private static final SqlSyntax PG = SqlSyntax.postgresql();
    private static final SqlSyntax MYSQL = SqlSyntax.mysql();

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWithTheReason(SqlSyntax syntax, String sql, String reason) {
        assertThatThrownBy(() -> ParsedSql.parse(sql, syntax, (index, value, place) -> "?"))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining(reason);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(PG, "", "nothing to run"),
                arguments(PG, " \n-- x\n/* y */ ; ;", "nothing to run"),
                arguments(PG, "SELECT 'abc", "string that begins at offset 7 does not end"),
                arguments(PG, "SELECT E'a\\'", "string that begins at offset 8 does not end"),
                arguments(PG, "SELECT \"abc", "quoted identifier that begins at offset 7 does not end"),
                arguments(MYSQL, "SELECT `abc", "quoted identifier that begins at offset 7 does not end"),
                arguments(SQLITE, "SELECT [abc", "quoted identifier that begins at offset 7 does not end"),
                arguments(MYSQL, "SELECT 1 /* a", "comment that begins at offset 9 does not end"),
                arguments(PG, "SELECT /* /* */", "comment that begins at offset 7 does not end"),
                arguments(PG, "SELECT $a$ $b$", "dollar quoted string that begins at offset 7 does not end"),
                arguments(PG, "SELECT 'a\0'", "NUL character at offset 9"),
                arguments(PG, "SELECT '\ud83d'", "half of a surrogate pair at offset 8"),
                arguments(PG, "SELECT $1", "begins with $ at offset 7 is not supported; use ? in order, or :name"),
                arguments(
                        PG, "SELECT a[?::?]", "behind :: comes a type, which no value can be bound for, at offset 12"),
                arguments(PG, "SELECT a:: :x", "in a slice of an array a blank"),
                arguments(SQLITE, "SELECT ?1", "begins with ?"),
                arguments(SQLITE, "SELECT :1", "begins with :"),
                arguments(SQLITE, "SELECT @x", "begins with @"),
                arguments(SQLITE, "SELECT $x", "begins with $"),
                arguments(SQLITE, "SELECT #x", "begins with #"),
                arguments(MYSQL, "SELECT /*!50000 1 */", "executable comment (/*!) at offset 7"),
                arguments(MYSQL, "SELECT /*M! 1 */", "executable comment"),
                arguments(MYSQL, "LOAD DATA LOCAL INFILE 'f' INTO TABLE t", "executeMany"),
                arguments(MYSQL, "DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1", "command of a client"),
                arguments(MYSQL, "delimiter ;", "command of a client"),
                arguments(PG, "COPY t FROM STDIN", "executeMany"),
                arguments(PG, "COPY (SELECT 1) TO STDOUT", "executeMany"),
                arguments(SQLITE, "SELECT ?, :a", "mixed, at offset 10"),
                arguments(PG, "SELECT j ? 'k', :a", "write the operator ? as ??"),
                arguments(SQLITE, "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1;", "does not end"));
    }

    @ParameterizedTest
    @Tag("S27")
    @ValueSource(
            strings = {
                "SELECT 1; SELECT 2",
                "SELECT 1;;SELECT 2",
                "; SELECT 1",
                "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END; SELECT 2",
                "CREATE TABLE t (a); BEGIN; SELECT 1; END"
            })
    @Tag("I13")
    void refusesSeveralStatements(String sql) {
        assertThatThrownBy(() -> ParsedSql.parse(sql, SQLITE, (index, value, place) -> "?"))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("several statements")
                .hasMessageEndingWith("; run them one by one, or all of them by executeScript(…)");
    }

    @ParameterizedTest
    @Tag("N15")
    @ValueSource(
            strings = {
                "BEGIN",
                "begin immediate;",
                "/* x */ START TRANSACTION",
                "COMMIT",
                "END",
                "ROLLBACK TO a",
                "SAVEPOINT a",
                "RELEASE a",
                "ABORT",
                "PREPARE TRANSACTION 'x'",
                "COMMIT PREPARED 'x'",
                "XA START 'x'",
                "SET autocommit = 0",
                "BEGIN; SELECT 1; COMMIT"
            })
    void refusesTransactionControl(String sql) {
        assertThatThrownBy(() -> ParsedSql.parse(sql, MYSQL, (index, value, place) -> "?"))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("use session(…) of the database, transaction(…) of the session");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "START TRANSACTION ISOLATION LEVEL SERIALIZABLE"})
    void saysHowIsolationIsChosen(String sql) {
        assertThatThrownBy(() -> ParsedSql.parse(sql, PG, (index, value, place) -> "?"))
                .hasMessageContaining("SessionOptions.defaults().withIsolation(…)");
    }

    @Test
    @Tag("I11")
    void refusesATextBeyondTheLimit() {
        String sql = "SELECT " + " ".repeat(SqlParser.MAX_LENGTH);

        assertThatThrownBy(() -> ParsedSql.parse(sql, PG, (index, value, place) -> "?"))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("bind the data as values");
    }
}

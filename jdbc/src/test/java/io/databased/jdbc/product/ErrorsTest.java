package io.databased.jdbc.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.io.EOFException;
import java.lang.reflect.Proxy;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLSyntaxErrorException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

class ErrorsTest {
    /** Of a driver that has nothing to unwrap. */
    private static final Connection ANOTHER = (Connection) Proxy.newProxyInstance(
            ErrorsTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                throw new SQLException("nothing inside");
            });

    private static BackendException translate(String product, SQLException e) {
        return Product.named(product).errors().statement(e);
    }

    static Stream<Arguments> h2Codes() {
        return H2Errors.CODES.entrySet().stream().map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    @ParameterizedTest
    @MethodSource("h2Codes")
    void knowsTheCodesOfH2(int code, Kind kind) {
        assertThat(translate("h2", new SQLException("m", "99999", code)).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "23505, UNIQUE",
        "40001, SERIALIZATION",
        "40P01, DEADLOCK",
        "57014, CANCELLED",
        "22ZZZ, DATA",
        "07006, DATA"
    })
    void knowsSqlStates(String state, Kind kind) {
        assertThat(translate("jdbc", new SQLException("m", state)).kind()).isEqualTo(kind);
    }

    @Test
    void saysNothingOfWordsThatADriverHasNot() {
        BackendException failure = translate("jdbc", new SQLException(null, "23000", 7));

        assertThat(failure.getMessage()).isEqualTo("a constraint is violated");
        assertThat(failure.databaseMessage()).isNull();
    }

    static Stream<Arguments> classes() {
        return Stream.of(
                Arguments.of(new SQLSyntaxErrorException("m"), Kind.SYNTAX),
                Arguments.of(new SQLDataException("m", "99999"), Kind.DATA),
                Arguments.of(new SQLInvalidAuthorizationSpecException("m"), Kind.PERMISSION),
                Arguments.of(new SQLFeatureNotSupportedException("m"), Kind.UNSUPPORTED),
                Arguments.of(new SQLSyntaxErrorException("m", "23505"), Kind.UNIQUE),
                Arguments.of(new SQLIntegrityConstraintViolationException("m"), Kind.OTHER));
    }

    @ParameterizedTest
    @MethodSource("classes")
    void knowsTheClassesOfJdbcWhereNoSqlStateTells(SQLException failure, Kind kind) {
        assertThat(translate("jdbc", failure).kind()).isEqualTo(kind);
    }

    @Test
    void saysOfADriverThatNobodyKnowsWhereItsWordsAre() {
        BackendException failure = translate("jdbc", new SQLException("Problematic key value is 'CANARY'", "23000", 7));

        assertThat(failure.getMessage())
                .isEqualTo("a constraint is violated; what the database said is in databaseMessage()");
        assertThat(Objects.requireNonNull(failure.databaseMessage()).text()).contains("CANARY");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Constraint Error: Duplicate key \"title: CANARY\" violates unique constraint.|UNIQUE|STATEMENT",
                "Constraint Error: NOT NULL constraint failed: movies.title|NOT_NULL|STATEMENT",
                "Constraint Error: CHECK constraint failed on table \"reviews\"|CHECK|STATEMENT",
                "Parser Error: syntax error at or near \"SELEC\"|SYNTAX|STATEMENT",
                "Conversion Error: Could not convert string 'CANARY' to INT32|DATA|STATEMENT",
                "TransactionContext Error: Conflict on update!|SERIALIZATION|STATEMENT",
                "TransactionContext Error: Failed to commit: duplicate key \"CANARY\"|SERIALIZATION|STATEMENT",
                "TransactionContext Error: Current transaction is aborted (please ROLLBACK)|TRANSACTION_ENDED|STATEMENT",
                "IO Error: Could not set lock on file|BUSY|STATEMENT",
                "IO Error: no space|SYSTEM|STATEMENT",
                "FATAL Error: database has been invalidated|SYSTEM|CONNECTION_LOST",
                "Nothing known|OTHER|STATEMENT"
            })
    @Tag("R37")
    void readsTheWordsOfDuckDb(String message, Kind kind, Effect effect) {
        BackendException failure = translate("duckdb", new SQLException(message));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.effect()).isEqualTo(effect);
        assertThat(failure.getMessage()).doesNotContain("CANARY");
    }

    @ParameterizedTest
    @CsvSource({
        "1062, 23000, UNIQUE",
        "1213, 40001, DEADLOCK",
        "1205, HY000, BUSY",
        "9007, HY000, SERIALIZATION",
        "1136, 21S01, SYNTAX",
        "1052, 23000, OBJECT",
        "1193, HY000, OBJECT",
        "1146, 42S02, OBJECT"
    })
    void knowsTheCodesOfMySqlAndMariaDb(int code, String state, Kind kind) {
        for (String product : List.of("mysql", "mariadb")) {
            assertThat(translate(product, new SQLException("m", state, code)).kind())
                    .isEqualTo(kind);
        }
    }

    @Test
    void takesPostgresqlsLastWordsForLoss() {
        assertThat(translate("postgresql", new SQLException("terminated", "57P01"))
                        .effect())
                .isEqualTo(Effect.CONNECTION_LOST);
    }

    /** Its severity is in the language of the server. */
    @Test
    void takesPostgresqlsWordsForLossIfTheConnectionEndsWithThem() {
        SQLException said = new PSQLException(new ServerErrorMessage(
                "SВАЖНО\0VFATAL\0C40001\0Mterminating connection due to conflict with recovery\0"));
        assertThat(translate("postgresql", said).effect()).isEqualTo(Effect.STATEMENT);

        said.setNextException(
                new PSQLException("An I/O error occurred", PSQLState.CONNECTION_FAILURE, new EOFException()));

        assertThat(translate("postgresql", said).effect()).isEqualTo(Effect.CONNECTION_LOST);
        assertThat(translate("postgresql", said)).hasMessageContaining("conflict with recovery");
    }

    /** A retry would do it twice. */
    @Tag("R18")
    @Test
    void takesAnUnknownOutcomeForLoss() {
        BackendException unknown = translate("postgresql", new SQLException("result is ambiguous", "40003"));
        assertThat(unknown.effect()).isEqualTo(Effect.CONNECTION_LOST);
        assertThat(unknown.kind().retryable()).isFalse();
        assertThat(translate("mariadb", new SQLException("Got error 6 during COMMIT", "HY000", 1180))
                        .effect())
                .isEqualTo(Effect.CONNECTION_LOST);
    }

    @ParameterizedTest
    @CsvSource({"ZZZZZ", "Z", "''"})
    void callsTheRestOther(String state) {
        BackendException failure = translate("jdbc", new SQLException("m", state, 7));

        assertThat(failure.kind()).isEqualTo(Kind.OTHER);
        assertThat(failure.vendorCode()).isEqualTo(7);
        assertThat(translate("jdbc", new SQLException("m")).kind()).isEqualTo(Kind.OTHER);
    }

    @Test
    void seesTheFailureBehindABatch() {
        BatchUpdateException batch = new BatchUpdateException("batch", "00000", new int[0]);
        batch.setNextException(new SQLException("m", "23505"));

        assertThat(translate("jdbc", batch).kind()).isEqualTo(Kind.UNIQUE);
    }

    /** Of drivers that put it into the cause, and of those that do it twice. */
    @Test
    void seesTheFailureThatIsTheCauseOfABatch() {
        SQLException why = new SQLException("Duplicate entry 'a' for key 'k'", "23000", 1062);
        BatchUpdateException inner = new BatchUpdateException("failed", "HY000", 0, new int[0], why);
        BackendException failure = translate("mysql", new BatchUpdateException("failed", null, 0, new int[0], inner));

        assertThat(failure.kind()).isEqualTo(Kind.UNIQUE);
        assertThat(failure.sqlState()).isEqualTo("23000");
        assertThat(failure.vendorCode()).isEqualTo(1062);
        assertThat(failure.getMessage()).contains("key 'k'");
        assertThat(Objects.requireNonNull(failure.databaseMessage()).text()).contains("Duplicate entry");
    }

    @Test
    void batchThatSaysMoreThanItsCauseIsTold() {
        BatchUpdateException batch =
                new BatchUpdateException("m", "23505", 7, new int[0], new SQLException("no more is known"));

        assertThat(translate("jdbc", batch).sqlState()).isEqualTo("23505");
    }

    /** As what traces a driver's calls may do. */
    @Test
    void seesTheFailureBehindOneThatSaysNothing() {
        SQLException failure = new SQLException("a call failed", new SQLException("m", "23505"));

        assertThat(translate("jdbc", failure).kind()).isEqualTo(Kind.UNIQUE);
    }

    /** Drivers stop at the first failure, or go on, or call all of them failed and say nothing by it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1,1|4|2", "1,1,-3,1|4|2", "1,1,-3,-3|4|2", "-3,-3,-3,-3|4|-1", "-3|1|0"})
    void findsTheSetOfValuesThatFailed(String counts, int size, int failed) {
        int[] each = Stream.of(counts.split(",")).mapToInt(Integer::parseInt).toArray();
        BatchUpdateException batch = new BatchUpdateException("m", "23505", 0, each);

        assertThat(new Errors().failedSet(batch, size, ANOTHER)).isEqualTo(failed);
        assertThat(new PostgresErrors().failedSet(batch, size, ANOTHER)).isEqualTo(size == 1 ? 0 : -1);
    }

    @Test
    void tellsALostConnection() {
        assertThat(translate("postgresql", new SQLException("m", "08006")).effect())
                .isEqualTo(Effect.CONNECTION_LOST);
        assertThat(translate("h2", new SQLException("m", "90098", 90098)).effect())
                .isEqualTo(Effect.CONNECTION_LOST);
    }

    @Test
    @Tag("R37")
    void takesOnlyTheFirstLineOfPostgresql() {
        SQLException e = new SQLException(
                "ERROR: duplicate key value violates unique constraint \"t_pkey\"\n  Detail: Key (x)=(CANARY)",
                "23505");

        assertThat(translate("postgresql", e)).hasMessage("duplicate key value violates unique constraint \"t_pkey\"");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    @Tag("R37")
    void hasWordsOfItsOwnForDriversThatItDoesNotKnow(Kind kind) {
        SQLException e = new SQLException("CANARY");

        assertThat(new Errors().told(kind, e, "CANARY")).isNotEmpty().doesNotContain("CANARY");
    }
}

package io.databased.postgresql;

import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.StatementException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A function may fail with the code and the words by which prepared statements that are gone, or invalid, are known. */
final class RaisedCodesTest extends TypesTest {
    @BeforeEach
    void functions() {
        execute("CREATE OR REPLACE FUNCTION raise(state text, words text) RETURNS int LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION '%', words USING ERRCODE = state; END $$");
    }

    @ParameterizedTest
    @CsvSource({
        "0A000, cached plan must not change result type",
        "26000, prepared statement \"x\" does not exist",
        "26000, unnamed prepared statement does not exist"
    })
    void isToldAndNotRunAgain(String state, String words) {
        List<Object> values = List.of(state, words);

        told(failure(database.fetchAll("SELECT raise(?, ?)", values), StatementException.class), state);
        told(
                failure(
                        database.session(session -> session.fetchAll("SELECT raise(?, ?)", values)),
                        StatementException.class),
                state);
        told(
                failure(
                        database.session(session -> session.execute("SELECT 1")
                                .thenCompose(first -> session.fetchAll("SELECT raise(?, ?)", values))),
                        StatementException.class),
                state);
    }

    private static void told(StatementException failure, String state) {
        assertThat(failure.sqlState()).contains(state);
    }
}

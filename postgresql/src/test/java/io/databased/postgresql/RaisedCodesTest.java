package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Session;
import io.databased.StatementException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A function may fail with any code and any words: with those by which prepared statements that are gone, or invalid, are
 * known, and with those that a server has for the end of a connection. It is the statement that fails, and nothing else.
 */
@Tag("R15")
final class RaisedCodesTest extends TypesTest {
    @BeforeEach
    void functions() {
        execute("DROP TABLE IF EXISTS said");
        execute("CREATE TABLE said (state text)");
        execute("CREATE OR REPLACE FUNCTION raise(state text, words text) RETURNS int LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION '%', words USING ERRCODE = state; END $$");
        execute("CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN PERFORM raise(NEW.state, 'not today'); RETURN NULL; END $$");
    }

    @AfterEach
    void noConnectionIsLost() {
        nothingIsLost();
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

    @ParameterizedTest
    @ValueSource(
            strings = {"57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04", "08006", "08P01", "XX000", "40001"
            })
    void endsNoConnection(String state) {
        List<Object> values = List.of(state, "terminating connection");
        told(failure(database.fetchAll("SELECT raise(?, ?)", values), StatementException.class), state);

        Session session = await(database.session().open());
        await(session.execute("INSERT INTO said VALUES ('kept')"));
        Session child = await(session.transaction().open());
        told(failure(child.fetchAll("SELECT raise(?, ?)", values), StatementException.class), state);
        await(child.cancel());
        Session streaming = await(session.transaction().open());
        told(failure(streaming.forEach(sql("SELECT raise(?, ?)", values), row -> {}), StatementException.class), state);
        await(streaming.cancel());
        await(session.commit());
        assertThat(read("(SELECT string_agg(state, ',') FROM said)")).isEqualTo("kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "57P02", "57P05", "25P03", "25P04", "08006"})
    void isTheRefusalOfACommit(String state) {
        execute("CREATE CONSTRAINT TRIGGER late AFTER INSERT ON said DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION refuse()");

        told(
                failure(
                        database.session(session -> session.execute("INSERT INTO said VALUES (?)", List.of(state))),
                        StatementException.class),
                state);
        assertThat(read("(SELECT count(*) FROM said)")).isEqualTo(0L);
    }

    private static void told(StatementException failure, String state) {
        assertThat(failure.sqlState()).contains(state);
    }
}

package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException;
import io.databased.ConnectionLostException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server says before it closes a connection, said by a function: the driver keeps it from the statement. */
@Tag("R15")
final class LastWordsTest extends TypesTest {
    @BeforeEach
    void tables() {
        execute("DROP TABLE IF EXISTS said");
        execute("CREATE TABLE said (state text)");
        execute("CREATE OR REPLACE FUNCTION raise(state text) RETURNS int LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'said' USING ERRCODE = state; END $$");
        execute("CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN PERFORM raise(NEW.state); RETURN NULL; END $$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "57P05", "25P03", "57P02"})
    void aStatementThatWasRefusedIsNotTakenForDone(String state) {
        ConnectionLostException lost =
                failure(database.fetchAll("SELECT raise(?)", List.of(state)), ConnectionLostException.class);
        assertThat(lost.sent()).isTrue();

        failure(
                database.session(session -> session.execute("INSERT INTO said VALUES ('x')")
                        .thenCompose(inserted -> session.execute("SELECT raise(?)", List.of(state)))),
                ConnectionLostException.class);
        assertThat(read("(SELECT count(*) FROM said)")).isEqualTo(0L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"57P01", "57P05", "25P03"})
    void aCommitThatWasRefusedIsNotTakenForDone(String state) {
        execute("CREATE CONSTRAINT TRIGGER late AFTER INSERT ON said DEFERRABLE INITIALLY DEFERRED"
                + " FOR EACH ROW EXECUTE FUNCTION refuse()");

        CommitOutcomeUnknownException unknown = failure(
                database.session(session -> session.execute("INSERT INTO said VALUES (?)", List.of(state))),
                CommitOutcomeUnknownException.class);

        assertThat(await(unknown.resolve())).isEqualTo(CommitOutcomeUnknownException.Outcome.ROLLED_BACK);
        assertThat(read("(SELECT count(*) FROM said)")).isEqualTo(0L);
    }
}

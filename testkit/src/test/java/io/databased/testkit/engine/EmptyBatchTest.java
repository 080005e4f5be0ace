package io.databased.testkit.engine;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.BlockingQueryable;
import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.InvalidQueryException;
import io.databased.NotConnectedException;
import io.databased.Queryable;
import io.databased.Session;
import io.databased.SessionNotOpenException;
import io.databased.SessionOptions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A batch without values sends nothing; what is refused with values is refused without them, too. */
@Tag("R36")
final class EmptyBatchTest extends ScriptedTest {
    private static final List<String> WRONG = List.of(
            "UPDATE a SET b = 'never ends", "UPDATE a SET b = ? WHERE c = :c", "UPDATE a; UPDATE b", "COMMIT", " ");

    private static void refused(Database on, String sql, Class<? extends DatabasedException> type) {
        refused(on, on.blocking(), sql, type);
    }

    private static void refused(Session on, String sql, Class<? extends DatabasedException> type) {
        refused(on, on.blocking(), sql, type);
    }

    private static void refused(
            Queryable on, BlockingQueryable blocking, String sql, Class<? extends DatabasedException> type) {
        DatabasedException refusal = failure(on.executeMany(sql, List.of()), type);
        Throwable blocked = catchThrowable(() -> blocking.executeMany(sql, List.of()));
        String message = String.valueOf(refusal.getMessage());
        assertThat(message).endsWith(")").contains("; at EmptyBatchTest.refused");
        assertThat(blocked).isInstanceOf(type).hasMessageStartingWith(message.substring(0, message.indexOf("; at ")));
    }

    @Test
    void textIsReadOnTheDatabaseAndInASession() {
        Database database = connected();
        Session session = await(database.session().open());
        for (String sql : WRONG) {
            refused(database, sql, InvalidQueryException.class);
            refused(session, sql, InvalidQueryException.class);
        }
        await(session.commit());
    }

    @Test
    void rightTextDoesNothing() {
        Database database = connected();

        assertThat(await(database.executeMany("UPDATE a SET b = :b", List.of())))
                .isZero();
        assertThat(database.blocking().executeMany("UPDATE a SET b = ?", List.of()))
                .isZero();
    }

    @Test
    @Tag("R2")
    void databaseMustBeConnected() {
        Database database = backend.builder().build();

        assertThat(failure(database.executeMany("UPDATE a", List.of()), NotConnectedException.class))
                .hasMessageContaining("call connect()");
        assertThat(catchThrowable(() -> database.blocking().executeMany("UPDATE a", List.of())))
                .isInstanceOf(NotConnectedException.class);
    }

    @Test
    @Tag("R7")
    void sessionMustAllowIt() {
        Database database = connected();
        refused(database.session(), "UPDATE a", SessionNotOpenException.class);
        Session reader =
                await(database.session(SessionOptions.defaults().withReadOnly()).open());
        refused(reader, "UPDATE a", InvalidQueryException.class);
        refused(database, "CREATE TEMPORARY TABLE a (b int)", InvalidQueryException.class);
        await(reader.close());
    }
}

package io.databased.testkit;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.Row;
import io.databased.Session;
import io.databased.StreamOpenException;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What follows a stream whose subscriber has cancelled it, while the database still takes in the end of its cursor. */
@Tag("R8")
final class CancelledStreamTest {
    private final ScriptedBackend backend = ScriptedBackend.answering();
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final Database database = DatabaseBuilder.of(DatabaseUrl.parse("testkit:///slow"), slow())
            .completionExecutor(Runnable::run)
            .build();
    private final RowProbe<Row> probe = new RowProbe<>();

    /** The backend, with cursors that close when the test says so. */
    private DatabaseBackend slow() {
        return (DatabaseBackend) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DatabaseBackend.class}, (self, method, arguments) -> {
                    Object result = method.invoke(backend, arguments);
                    return method.getName().equals("open")
                            ? ((CompletionStage<?>) result).thenApply(opened -> slow((SessionBackend) opened))
                            : result;
                });
    }

    private SessionBackend slow(SessionBackend connection) {
        return (SessionBackend) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {SessionBackend.class}, (self, method, arguments) -> {
                    Object result = method.invoke(connection, arguments);
                    return method.getName().equals("stream")
                            ? ((CompletionStage<?>) result).thenApply(opened -> slow((RowCursor) opened))
                            : result;
                });
    }

    private RowCursor slow(RowCursor cursor) {
        return new RowCursor() {
            @Override
            public List<String> columns() {
                return cursor.columns();
            }

            @Override
            public CompletionStage<List<@Nullable Object[]>> next(int count) {
                return cursor.next(count);
            }

            @Override
            public CompletionStage<Void> close() {
                return closing;
            }
        };
    }

    @BeforeEach
    void connect() {
        backend.expect("BEGIN; SELECT a").thenRows("a", 1, 2, 3);
        await(database.connect());
    }

    @AfterEach
    void close() {
        closing.complete(null);
        database.close();
    }

    private Session streaming() {
        Session session = await(database.session().open());
        session.stream(sql("SELECT a")).subscribe(probe);
        probe.request(1);
        assertThat(probe.rows()).hasSize(1);
        failure(session.execute("UPDATE a"), StreamOpenException.class);
        return session;
    }

    @Test
    void statementsAndCommitWaitForTheEndOfTheCursor() {
        Session session = streaming();

        probe.cancel();
        CompletableFuture<?> update = session.execute("UPDATE a");
        CompletableFuture<?> commit = session.commit();

        assertThat(backend.wire()).containsExactly("BEGIN; SELECT a");
        assertThat(update).isNotDone();
        closing.complete(null);
        await(update);
        await(commit);
        assertThat(backend.wire()).containsExactly("BEGIN; SELECT a", "UPDATE a", "COMMIT");
    }

    @Test
    void anotherStreamWaitsAsWell() {
        backend.expect("SELECT b").thenRows("b", 1);
        Session session = streaming();
        RowProbe<Row> other = new RowProbe<>();

        probe.cancel();
        session.stream(sql("SELECT b")).subscribe(other);
        other.request(2);

        assertThat(other.rows()).isEmpty();
        failure(session.execute("UPDATE a"), StreamOpenException.class);
        closing.complete(null);
        assertThat(await(other.completion())).hasSize(1);
        await(session.close());
    }

    @Test
    @Tag("R13")
    void sessionThatIsCancelledMeanwhileIsUndone() {
        Session session = streaming();
        probe.cancel();
        CompletableFuture<?> update = session.execute("UPDATE a");

        CompletableFuture<?> cancelled = session.cancel();

        assertThat(update).isCompletedExceptionally();
        closing.complete(null);
        await(cancelled);
        assertThat(backend.wire()).containsExactly("BEGIN; SELECT a", "ROLLBACK");
    }
}

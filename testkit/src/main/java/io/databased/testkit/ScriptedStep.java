package io.databased.testkit;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Reply;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One step of a {@link ScriptedBackend}: something that is expected to arrive, and the answer to it. The answer may be
 * given before or after the arrival; until it is given the database is silent, so an unanswered step hangs.
 */
public final class ScriptedStep {
    private final String expected;
    private final CompletableFuture<Integer> arrival = new CompletableFuture<>();
    private final CompletableFuture<Reply> answer = new CompletableFuture<>();
    private volatile boolean deaf;

    ScriptedStep(String expected) {
        this.expected = expected;
    }

    /** Answers without rows and with no affected rows. */
    public ScriptedStep thenReply() {
        return thenReply(Reply.NONE);
    }

    public ScriptedStep thenReply(Reply reply) {
        answer.complete(reply);
        return this;
    }

    /** Answers with a number of affected rows. */
    public ScriptedStep thenAffect(long rows) {
        return thenReply(new Reply(List.of(), List.of(), rows, null));
    }

    /** Answers with rows of one column. */
    public ScriptedStep thenRows(String column, @Nullable Object... values) {
        return thenReply(rows(column, values));
    }

    /** Refuses: the connection lives on, what becomes of the transaction is the effect. */
    public ScriptedStep thenFail(Kind kind, Effect effect) {
        answer.completeExceptionally(new BackendException("scripted " + kind, kind, effect, null));
        return this;
    }

    /** Loses the connection with the flight on its way: nobody knows whether it arrived. */
    public ScriptedStep thenLoseConnection() {
        return thenFail(Kind.OTHER, Effect.CONNECTION_LOST);
    }

    /** Loses the connection before the flight is sent. */
    public ScriptedStep thenLoseConnectionUnsent() {
        return thenFail(Kind.OTHER, Effect.NOT_SENT);
    }

    /** Does not react to being interrupted; otherwise an interrupted step that has no answer fails as cancelled. */
    public ScriptedStep deafToInterrupts() {
        deaf = true;
        return this;
    }

    /** Completes with the number of the connection, from 1, once what is expected has arrived. */
    public CompletableFuture<Integer> arrival() {
        return arrival.copy();
    }

    @Override
    public String toString() {
        return expected;
    }

    boolean expects(String text) {
        return expected.equals(text);
    }

    void arrive(int connection) {
        arrival.complete(connection);
    }

    void interrupt() {
        if (!deaf) {
            thenFail(Kind.CANCELLED, Effect.STATEMENT);
        }
    }

    CompletableFuture<Reply> answer() {
        return answer;
    }

    static Reply rows(String column, @Nullable Object... values) {
        List<@Nullable Object[]> rows = Arrays.stream(values)
                .map(value -> new @Nullable Object[] {value})
                .toList();
        return new Reply(List.of(column), rows, 0, null);
    }
}

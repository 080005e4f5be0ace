package io.databased.spi;

import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.DatabaseUrl;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One physical connection. The core calls it from any thread; commands run in the order of the calls. Stages may complete on
 * the driver's thread.
 *
 * <p>No call blocks, but for {@link #run} and {@link #stream} of a command that the calling thread does nothing but wait for
 * ({@link Command#isAwaitedHere}): it may be run right there. {@link #interrupt} comes from other threads meanwhile. A call that
 * throws, or returns null, counts as a loss of the connection. Each call has a limit, which the core sets; a stage that is not
 * completed by then costs the connection.
 */
public interface SessionBackend {
    /**
     * Runs the command: its prelude first, each in order, then its statement. If a part fails, nothing after it takes
     * effect.
     *
     * @return completes with the reply; fails with a {@link BackendException}
     */
    CompletionStage<Reply> run(Command command);

    /**
     * As {@link #run}, but leaves the rows with the database until they are asked for. Until the cursor is closed only
     * the cursor is used, and {@link #interrupt} of this command stops whatever the cursor waits for.
     */
    CompletionStage<RowCursor> stream(Command command);

    /**
     * Stops the command's statement if it is still waiting or running here, and touches no other. Its prelude still takes
     * effect, for what follows relies on it. Its stage then fails with {@link
     * io.databased.StatementException.Kind#CANCELLED}, or completes if it was just too late. May come before the command, when
     * it does nothing, and more than once.
     */
    void interrupt(Command command);

    /** Whether the connection is as good as before once an interrupted command has answered. */
    boolean reusableAfterInterrupt();

    /**
     * How many commands of one session may be under way at once; one-shots are not limited by it. With more than 1, a failed
     * command must make those behind it in the same transaction fail, too ({@link SqlDialect#abortsOnError()}).
     */
    int maxPipelined();

    /**
     * Whether the commands of another session may follow a COMMIT that is not answered: the transaction must be over
     * whatever the answer is.
     */
    default boolean mayFollowCommit() {
        return false;
    }

    /** Where the server is that this is a connection to, for those who observe it; empty if there is none, or it is not known. */
    default Optional<DatabaseUrl.Host> address() {
        return Optional.empty();
    }

    /**
     * Whether the connection still answers: asked before it is used again after a while. The core sets the deadline.
     *
     * @return completes if it does; fails if not, and the connection is closed
     */
    CompletionStage<Void> validate();

    /**
     * Asks the database, not this side's memory, whether a transaction is open; for checks where trust is not enough.
     */
    CompletionStage<Boolean> inTransaction();

    /**
     * What became of the transaction whose COMMIT was the last command here and was not answered. Asked on another
     * connection, for this one is lost; never fails.
     */
    default CompletionStage<Outcome> commitOutcome() {
        return CompletableFuture.completedFuture(Outcome.UNDETERMINED);
    }

    /**
     * Runs a statement of the user's that prepares the connection, outside of any transaction: on a new connection, and again
     * after each {@link #reset}. A backend that resets its connection by itself runs it behind each such reset, too, until the
     * next {@link #reset}. The core sets the deadline.
     *
     * @return completes when it has succeeded; fails with a {@link BackendException} if not, or if it leaves a transaction
     *     open, and the connection is closed
     */
    default CompletionStage<Void> initialize(Command statement) {
        return run(statement)
                .thenCompose(reply -> inTransaction())
                .thenCompose(open -> open
                        ? CompletableFuture.failedFuture(BackendException.leftTransactionOpen())
                        : CompletableFuture.completedFuture(null));
    }

    /**
     * Whether something that is not for others was left on the connection since this was last asked, by the word of the database
     * and not of a statement's text: a setting, a variable, a temporary table, whoever has made it, be that a trigger. The core
     * asks when a command is answered, and before the connection goes to others; it is {@link #reset} then. What
     * {@link #initialize} leaves does not count.
     */
    default boolean takeMark() {
        return false;
    }

    /**
     * Brings session settings, temporary objects and locks back to what a new connection has. No transaction is open then. The
     * core sets the deadline.
     *
     * @return completes when that is done; fails if it cannot be done, and the connection is closed
     */
    CompletionStage<Void> reset();

    /**
     * Closes the connection, stopping what runs. The stages of what is under way fail; those that are forgotten the core fails
     * as lost. Idempotent. The core sets the deadline.
     */
    CompletionStage<Void> close();

    /** Registers what to tell when the connection is lost while idle or in use; called at most once, with the cause. */
    void onLost(Consumer<Throwable> listener);

    /**
     * The driver's connection, if it has that type. Called while no command is under way; the connection is the user's until
     * the session ends, and is {@link #reset} then.
     */
    <C> Optional<C> unwrap(Class<C> type);
}

package io.databased.mysql;

import io.databased.mysql.TransactionWatch.Watched;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import io.databased.spi.product.MySqlCodes;
import io.databased.vertx.Exchange;
import io.databased.vertx.Exchange.Part;
import io.databased.vertx.Flight;
import io.databased.vertx.Messages;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a statement has done to the transaction that it is in. The server tells, not the statement's text: by a flag
 * in the answer to one that succeeds, by an answer of its own behind one that fails, and by a savepoint, which does not outlive
 * its transaction, around one that might end the transaction and begin another.
 */
final class TransactionGuard {
    private static final String MARK = "SAVEPOINT databased_mark";
    private static final String UNMARK = "RELEASE SAVEPOINT databased_mark";

    private final MySqlConnection connection;
    private final TransactionWatch transaction;
    private final SessionState state;
    private final SessionSettings settings;

    TransactionGuard(
            MySqlConnection connection, TransactionWatch transaction, SessionState state, SessionSettings settings) {
        this.connection = connection;
        this.transaction = transaction;
        this.state = state;
        this.settings = settings;
    }

    /** Whether it has a savepoint around it. */
    private boolean isMarked(Command command) {
        return transaction.isOpen()
                && command.mode() != Command.Mode.BATCH
                && transaction.of(command) != null
                && !TransactionWatch.keeps(command);
    }

    /** Behind the transaction control that goes ahead of it. */
    void addMark(Flight flight, Command command) {
        if (isMarked(command)) {
            flight.add(Messages.text(Part.PRELUDE, MARK));
        }
    }

    /** Of a statement without transaction control, whose savepoint goes ahead by itself. */
    void markAhead(Command command) {
        if (isMarked(command)) {
            connection.ask(Messages.text(Part.PRELUDE, MARK));
        }
    }

    /** Adds what is asked behind a statement. */
    void addProbes(Flight flight, Command command) {
        Watched watched = transaction.of(command);
        if (watched == null) {
            return;
        }
        CompletableFuture<Boolean> broken = watched.sent();
        if (!TransactionWatch.keeps(command) && connection.isMariaDb()) {
            flight.add(Messages.text(Part.PROBE, SessionState.TELL));
        }
        if (!watched.inside) {
            flight.hold();
            flight.whenAllAnswered(() -> lookWhileHeld(flight, broken));
        } else if (isMarked(command)) {
            Exchange mark = Messages.text(Part.PROBE, UNMARK);
            flight.add(mark);
            flight.whenAllAnswered(() -> broken.complete(MySqlErrors.is(mark.failure(), MySqlCodes.NO_SUCH_SAVEPOINT)));
        } else if (command.mode() != Command.Mode.CONTROL) {
            flight.whenAllAnswered(() -> look(flight, broken));
        }
    }

    /** Whether the transaction is still open behind a statement; on the event loop. */
    private void look(Flight flight, CompletableFuture<Boolean> broken) {
        Exchange failed = flight.failed();
        if (failed == null) {
            broken.complete(!state.inTransaction());
        } else if (connection.isNotReady(failed.failure())) {
            broken.complete(false);
        } else { // which does not tell
            connection.inTransaction().whenComplete((open, lost) -> broken.complete(lost == null && !open));
        }
    }

    /** Whether a transaction was left open by a statement outside of any; nothing follows it before it is closed. */
    private void lookWhileHeld(Flight flight, CompletableFuture<Boolean> broken) {
        Exchange failed = flight.failed();
        if (failed == null ? isClean() : connection.isNotReady(failed.failure())) {
            broken.complete(false);
            connection.release(flight);
            return;
        }
        connection.sendHeld(flight, ServerFacts.question(ServerFacts.READY_QUESTION, asked -> {
            if (asked.failed() != null || isClean()) {
                broken.complete(false);
                connection.release(flight);
                return;
            }
            Flight rollback = ServerFacts.question(MySqlDialect.ROLLBACK, done -> {
                connection.retire(TransactionBreach.leftOpen());
                broken.complete(true);
                connection.release(flight);
            });
            connection.sendHeld(flight, rollback);
        }));
    }

    private boolean isClean() {
        return !state.inTransaction() && state.autocommits();
    }

    /**
     * An error does not tell what was left on the connection before it. What is answered next does; on MariaDB, what is told of a
     * transaction. On the event loop.
     */
    CompletionStage<Reply> askWhatIsLeft(Throwable failure) {
        CompletableFuture<Reply> told = new CompletableFuture<>();
        if (!state.tells() || !(failure instanceof BackendException said) || said.effect() != Effect.STATEMENT) {
            told.completeExceptionally(failure);
            return told;
        }
        Flight question = new Flight(null, answered -> {
            Exchange failed = answered.failed();
            if (failed != null) {
                connection.giveUp(failed);
            }
            told.completeExceptionally(failure);
        });
        if (connection.isMariaDb()) {
            question.add(Messages.text(Part.PRELUDE, "START TRANSACTION"));
            question.add(Messages.text(Part.PRELUDE, MySqlDialect.ROLLBACK));
        } else {
            question.add(Messages.text(Part.PRELUDE, ServerFacts.READY_QUESTION));
        }
        connection.send(question);
        return told;
    }

    /** A statement that is watched was answered; on the event loop. */
    CompletionStage<Reply> settle(Command command, @Nullable Reply reply, @Nullable Throwable failure) {
        Watched watched = Objects.requireNonNull(transaction.end(command));
        CompletableFuture<Boolean> broken = watched.broken;
        CompletionStage<Reply> asItIs =
                failure == null ? CompletableFuture.completedFuture(reply) : CompletableFuture.failedFuture(failure);
        Effect effect = failure instanceof BackendException told ? told.effect() : Effect.STATEMENT;
        if (effect == Effect.TRANSACTION_ENDED && !connection.isNotReady(failure)) {
            return clear().thenCompose(done -> asItIs);
        }
        if (broken == null || effect != Effect.STATEMENT || (failure != null && !watched.inside)) {
            return asItIs;
        }
        return broken.thenCompose(is -> {
            if (!is) {
                return settings.inOurEncoding(asItIs);
            }
            return watched.inside
                    ? clear().thenCompose(
                                    done -> CompletableFuture.failedFuture(TransactionBreach.ended(command, failure)))
                    : CompletableFuture.failedFuture(TransactionBreach.leftOpen());
        });
    }

    /** The transaction is over for us; so it is for the server, whatever a statement has begun. */
    CompletionStage<?> clear() {
        transaction.told(Control.Kind.ROLLBACK);
        transaction.autocommitOn();
        CompletionStage<?> rolledBack = connection.ask(Messages.text(Part.PRELUDE, MySqlDialect.ROLLBACK));
        return connection
                .ask(Messages.text(Part.PRELUDE, Batch.AUTOCOMMIT_ON))
                .thenCombine(rolledBack, (set, done) -> done)
                .handle((done, failure) -> {
                    if (failure != null) {
                        connection.retire(failure);
                    }
                    return done;
                });
    }
}

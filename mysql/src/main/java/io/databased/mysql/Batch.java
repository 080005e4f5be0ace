package io.databased.mysql;

import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import io.databased.spi.product.MySqlCodes;
import io.databased.vertx.Exchange;
import io.databased.vertx.Exchange.Part;
import io.databased.vertx.Flight;
import io.databased.vertx.FlightFailures;
import io.databased.vertx.Messages;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One run of a statement for each set of values, many on their way at once, all or nothing.
 *
 * <p>A run that fails does not keep those behind it from running. If the server ends the transaction with it, as for a
 * deadlock, they would commit themselves, one by one; so autocommit is off before the first of them is sent, and stays off
 * until the transaction is over. In a session the batch is undone by its savepoint; on its own it is a transaction, and
 * holds the wire until that is over.
 */
final class Batch {
    static final String AUTOCOMMIT_ON = "SET autocommit = 1";
    private static final String AUTOCOMMIT_OFF = "SET autocommit = 0";
    private static final String NAME = "databased_batch";
    private static final int AT_ONCE = 100;

    private final MySqlConnection connection;
    private final Command command;
    private final List<Tuple> values;
    private final boolean inSession;
    private final boolean marked; // by a savepoint, because a run might commit
    private final CompletableFuture<Reply> reply;
    private final Flight first;
    private int sent;
    private long affectedRows;
    private @Nullable Object key;

    Batch(
            MySqlConnection connection,
            Command command,
            List<Tuple> values,
            boolean inSession,
            CompletableFuture<Reply> reply) {
        this.connection = connection;
        this.command = command;
        this.values = values;
        this.inSession = inSession;
        this.marked = !TransactionWatch.keeps(command);
        this.reply = reply;
        this.first = new Flight(command, this::landed);
    }

    /** The first flight, to be filled behind the command's own transaction control. */
    Flight first() {
        return first;
    }

    /** Fills it. */
    void fill() {
        first.add(Messages.text(Part.PRELUDE, AUTOCOMMIT_OFF));
        if (inSession || marked) {
            first.add(Messages.text(Part.PRELUDE, "SAVEPOINT " + NAME));
        }
        if (!inSession) {
            first.hold();
        }
        addRuns(first);
    }

    private void addRuns(Flight flight) {
        flight.whenFailing(() -> connection.stopSoon(command));
        int end = Math.min(values.size(), sent + AT_ONCE);
        while (sent < end) {
            String text = connection.text(command.sql(sent), command.batch().get(sent));
            Exchange run = Messages.statement(text, values.get(sent++), MySQLClient.LAST_INSERTED_ID);
            flight.add(run.startingAt(sent));
        }
    }

    private long changed(Exchange run) {
        if (!command.changesRows()) {
            return 0;
        }
        return run.description() == null ? run.affectedRows() : run.rows().size(); // RETURNING
    }

    /** A flight with runs was answered. */
    private void landed(Flight flight) {
        Exchange failed = flight.failed();
        if (failed != null) {
            fail(connection.failed(flight, command, failed));
            return;
        }
        for (Exchange run : flight.exchanges()) {
            affectedRows += changed(run);
            key = run.key() == null ? key : run.key();
        }
        Object last = connection.lastKey(command);
        key = last == null ? key : last;
        try {
            connection.requireStored(command);
        } catch (BackendException stored) {
            fail(stored);
            return;
        }
        if (sent == values.size()) {
            if (marked && !inSession) {
                unmark();
            } else {
                end(null);
            }
            return;
        }
        if (flight.interrupted()) {
            fail(FlightFailures.stopped());
            return;
        }
        Flight next = new Flight(command, this::landed);
        addRuns(next);
        send(next);
    }

    private void fail(BackendException failure) {
        if (failure.effect() == Effect.STATEMENT || !inSession) {
            end(failure);
        } else {
            reply.completeExceptionally(failure); // the transaction is over, or its state unknown
        }
    }

    /** A savepoint does not outlive its transaction, so it tells whether all the runs were in one. */
    private void unmark() {
        Flight question = new Flight(null, landed -> {
            Exchange refused = landed.failed();
            boolean gone = refused != null && MySqlErrors.is(refused.failure(), MySqlCodes.NO_SUCH_SAVEPOINT);
            end(gone ? TransactionBreach.ended(command, null).withEffect(Effect.STATEMENT) : null);
        });
        question.add(Messages.text(Part.PRELUDE, "RELEASE SAVEPOINT " + NAME));
        send(question);
    }

    private void end(@Nullable BackendException failure) {
        Flight last = new Flight(null, landed -> ended(landed, failure));
        if (inSession) {
            String undone = failure == null ? "" : "ROLLBACK TO SAVEPOINT " + NAME;
            last.add(Messages.text(Part.PRELUDE, failure == null ? "RELEASE SAVEPOINT " + NAME : undone));
        } else {
            last.add(Messages.text(Part.PRELUDE, failure == null ? MySqlDialect.COMMIT : MySqlDialect.ROLLBACK));
            last.add(Messages.text(Part.PROBE, AUTOCOMMIT_ON));
        }
        send(last);
    }

    private void send(Flight flight) {
        if (inSession) {
            connection.send(flight);
        } else {
            connection.sendHeld(first, flight);
        }
    }

    private void ended(Flight last, @Nullable BackendException failure) {
        if (!inSession) {
            connection.release(first);
        }
        Exchange refused = last.failed();
        if (refused != null && refused.part() == Part.PROBE) {
            connection.giveUp(refused);
        }
        boolean gone = refused != null && MySqlErrors.is(refused.failure(), MySqlCodes.NO_SUCH_SAVEPOINT);
        if (refused == null || refused.part() == Part.PROBE) {
            finish(failure);
        } else if (gone && inSession) {
            reply.completeExceptionally(TransactionBreach.ended(command, failure));
        } else if (failure != null) {
            reply.completeExceptionally(inSession ? failure.withEffect(Effect.TRANSACTION_ENDED) : failure);
        } else {
            reply.completeExceptionally(connection.failed(last, command, refused));
        }
    }

    private void finish(@Nullable BackendException failure) {
        if (failure == null) {
            reply.complete(new Reply(List.of(), List.of(), affectedRows, key));
        } else {
            reply.completeExceptionally(
                    !inSession && failure.effect() == Effect.TRANSACTION_ENDED
                            ? failure.withEffect(Effect.STATEMENT)
                            : failure);
        }
    }
}

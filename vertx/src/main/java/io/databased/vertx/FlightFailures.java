package io.databased.vertx;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.vertx.Exchange.Part;
import io.vertx.sqlclient.ClosedConnectionException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with the flights of a connection, and what is left: whether the connection is lost with them, whether they
 * came to the server, and whom a signal has hit that was meant for another. What the server's refusals mean, the connection
 * knows.
 */
public final class FlightFailures {
    private final WireConnection connection;
    private volatile @Nullable Throwable fatal; // what was the end of the connection

    FlightFailures(WireConnection connection) {
        this.connection = connection;
    }

    /** Something is the end of the connection. The first is the reason: what follows is of the network. */
    void end(Throwable why) {
        if (fatal == null) {
            fatal = why;
        }
    }

    /** Why there is no connection any more. */
    Throwable reasonOfEnd() {
        Throwable why = fatal;
        return why != null ? why : ClosedConnectionException.INSTANCE;
    }

    /** What a command is told that was stopped between two of its flights. */
    public static BackendException stopped() {
        return stopped(NotSentException.stopped());
    }

    private static BackendException stopped(NotSentException stopped) {
        return new BackendException(
                "the statement was " + stopped.getMessage(), Kind.CANCELLED, Effect.STATEMENT, stopped);
    }

    /** What a command is told that was given up before the server came to it. */
    static BackendException leftBehind() {
        return new BackendException(
                "it waits on the wire behind another statement and may still be applied",
                Kind.CANCELLED,
                Effect.STATEMENT,
                null);
    }

    /** On the event loop. */
    BackendException of(Flight flight, Command command, Exchange failed) {
        Throwable why = Objects.requireNonNull(failed.failure());
        if (why instanceof NotSentException notSent && notSent.wasStopped()) {
            return stopped(notSent);
        }
        if (connection.isLoss(why)) {
            boolean sent = !isNotSent(flight.exchanges().get(0).failure())
                    && !connection.neverArrived(fatal != null ? fatal : why);
            return lost(sent ? Effect.CONNECTION_LOST : Effect.NOT_SENT, why);
        }
        if (failed.part() == Part.PRELUDE) {
            Effect left = commits(command) ? Effect.TRANSACTION_ENDED : Effect.PRELUDE;
            return inTime(flight, why, connection.refused(why, left));
        }
        BackendException refused = inTime(flight, why, connection.refused(why, Effect.STATEMENT, command));
        if (failed.failedSet() > 0) {
            refused = refused.ofSet(failed.failedSet(), command.batch().size());
        }
        if (connection.isClosing() && !flight.interrupted() && isOfStopped(refused.kind())) {
            return lost(Effect.CONNECTION_LOST, ClosedConnectionException.INSTANCE);
        }
        return isVictim(flight, refused) ? refused.withEffect(Effect.NOT_SENT) : refused;
    }

    private static boolean isNotSent(@Nullable Throwable failure) {
        return failure instanceof NotSentException || DriverFailures.notSent(failure);
    }

    private static boolean commits(Command command) {
        return command.prelude().stream().anyMatch(control -> control.kind() == Control.Kind.COMMIT);
    }

    /** Of what was stopped with its connection, or is behind something that was. */
    private static boolean isOfStopped(Kind kind) {
        return kind == Kind.CANCELLED || kind == Kind.TRANSACTION_ENDED;
    }

    private BackendException inTime(Flight flight, Throwable why, BackendException refused) {
        return connection.isTimeout(why, flight.interrupted(), flight.isExposed())
                ? refused.with(refused.getMessage(), Kind.TIMEOUT, refused.effect(), refused.getCause())
                : refused;
    }

    /** Hit by a signal that was meant for another: it did nothing, and may run again on another connection. */
    private boolean isVictim(Flight flight, BackendException refused) {
        return refused.kind() == Kind.CANCELLED
                && flight.isExposed()
                && !flight.interrupted()
                && !connection.inTransactionByOurs();
    }

    /** @param met what was met with, if nothing else was the end of the connection */
    BackendException lost(Effect effect, @Nullable Throwable met) {
        Throwable why = fatal != null ? fatal : met;
        if (why != null && connection.isOfServer(why)) {
            BackendException said = connection.refused(why, effect);
            return said.with(said.getMessage(), Kind.SYSTEM, effect, null);
        }
        boolean quotes = DriverFailures.notDecoded(why);
        return new BackendException(DriverFailures.reason(why), Kind.SYSTEM, effect, quotes ? null : why);
    }
}

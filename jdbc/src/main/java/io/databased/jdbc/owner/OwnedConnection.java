package io.databased.jdbc.owner;

import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import java.sql.Connection;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A blocking connection. All calls are made by one thread at a time, which is its owner thread but for what {@linkplain
 * #mayRunWhereAwaited may run elsewhere}; each sees what those before have done. Of any thread are only {@link #signal},
 * {@link #connection} and those that say so.
 */
public interface OwnedConnection {
    /** Opens a connection, blocking. */
    @FunctionalInterface
    interface Connector {
        OwnedConnection connect() throws BackendException;
    }

    /**
     * A step of transaction control. No signal reaches it; a BEGIN that waits for a lock may give up once nobody wants what
     * follows.
     */
    void control(Control step, BooleanSupplier unwanted) throws BackendException;

    /** Runs the statement of the command without its prelude. May be cancelled. */
    Reply run(Command command) throws BackendException;

    /** {@link #run} is over, well or not, and what it has left is settled. Never cancelled. */
    default void ran() {}

    /** Runs the statement of the command, leaving the rows. May be cancelled. */
    Rows open(Command command) throws BackendException;

    /** After a failed {@link #run}, {@link #open} or {@link Rows#next}: cleans up and says what is left. Never cancelled. */
    BackendException settle(BackendException failure);

    /**
     * Tells what runs to stop, and returns when the signal has been given. Any thread, while something that may be cancelled
     * runs; not more than one at a time.
     *
     * @throws BackendException if that failed: nobody knows then whether the signal is still on its way
     */
    void signal() throws BackendException;

    /** Cuts the connection to a server that is silent, so that the thread that waits for it goes on. Any thread. */
    default void abort() {}

    /** Whether a signal has no effect any more once {@link #signal} has returned. Any thread. */
    boolean reusableAfterSignal();

    /** Whether what was done stands, but nothing more can be done here. */
    default boolean isSpent() {
        return false;
    }

    /** Whether a statement has left something that only {@link #reset} takes back. Any thread. */
    default boolean isMarked() {
        return false;
    }

    void validate() throws BackendException;

    boolean inTransaction() throws BackendException;

    /** As {@link io.databased.spi.SessionBackend#initialize}. May be cancelled. */
    default void initialize(Command statement) throws BackendException {
        run(statement);
        if (inTransaction()) {
            throw BackendException.leftTransactionOpen();
        }
    }

    void reset() throws BackendException;

    void close() throws BackendException;

    /** The driver's connection. Any thread. */
    Connection connection();

    /**
     * Whether the command may run on the thread that waits for it instead of on the connection's own. It must end in
     * bounded time after a {@link #signal}, or an {@link #abort}. Any thread.
     */
    boolean mayRunWhereAwaited(Command command);

    /** Whether the command is to be run by {@link #runGroup}, maybe with others. */
    boolean startsGroup(Command command);

    /** Whether the command may run in one group with those before it. */
    boolean joinsGroup(Command command);

    /** Runs commands of several callers in one transaction; each must be finished. */
    void runGroup(List<? extends Member> members);

    /** Rows that are read in windows. */
    interface Rows {
        List<String> columns();

        /** At most so many; none at the end. */
        List<@Nullable Object[]> next(int count) throws BackendException;

        void close() throws BackendException;
    }

    /** A command of a group. */
    interface Member {
        Command work();

        /** Runs the command, and settles it if it fails. May be called again, to run it once more. */
        Attempt attempt();

        /** Tells the caller. */
        void finish(Attempt attempt);
    }

    /** What came of running a command: a reply or a failure. */
    record Attempt(@Nullable Reply reply, @Nullable BackendException failure) {}
}

package io.databased.spi;

import io.databased.SessionOptions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is asked to do in one flight: transaction control that goes ahead, then one statement. Its identity
 * matters: {@link SessionBackend#interrupt} names it.
 */
public final class Command {
    private static final @Nullable Object[] NO_VALUES = {};

    /** What is wanted of the statement. */
    public enum Mode {
        /** Nothing: there is no statement, only transaction control. */
        CONTROL,
        /** The affected rows and the generated key. */
        EXECUTE,
        /** The rows. */
        FETCH,
        /** The affected rows in all, of one run for each set of values; all or nothing. */
        BATCH
    }

    /** What a statement does, as its text says it; behind WITH, what follows counts. Functions and triggers may do more. */
    public enum Action {
        /** Gives the rows of a query: SELECT, VALUES, TABLE. */
        QUERY,
        /** Inserts the rows that it lists: INSERT, REPLACE, MERGE. */
        INSERT,
        /** Inserts the rows that a query gives, which may be many. */
        COPY,
        /** Changes or removes rows: UPDATE, DELETE. */
        CHANGE,
        /** Anything else. */
        OTHER
    }

    /**
     * A step of transaction control. Made by the core alone, never from a user's text.
     *
     * @param kind what it does
     * @param sql the dialect's text for it; a backend may do the same by other means, as JDBC does
     * @param depth of the nesting: 0 is a transaction of the database, deeper ones are savepoints
     * @param options of the session that begins, such as its isolation; defaults for other steps
     */
    public record Control(Kind kind, String sql, int depth, SessionOptions options) {
        /** What the step does. */
        public enum Kind {
            /** Opens a transaction of the database. */
            BEGIN,
            /** Makes it durable. */
            COMMIT,
            /** Undoes and ends it. */
            ROLLBACK,
            /** Opens a savepoint in the transaction. */
            SAVEPOINT,
            /** Ends a savepoint; what was done since is part of what is around it. */
            RELEASE,
            /** Undoes what was done since a savepoint, which stays. */
            ROLLBACK_TO
        }
    }

    private final List<Control> prelude;
    private final Mode mode;
    private final String sql;
    private final @Nullable Object[] values;
    private final List<@Nullable Object[]> batch;
    private final List<String> texts;
    private final long maxRows;
    private final boolean returnsRows;
    private final String verb;
    private final Action action;
    private final boolean reads;
    private final boolean alone;
    private final @Nullable Thread waiting;
    private final boolean limited;

    private Command(Builder builder) {
        this.prelude = builder.prelude;
        this.mode = builder.mode;
        this.sql = builder.sql;
        this.values = builder.values;
        this.batch = builder.batch;
        this.texts = builder.texts;
        this.maxRows = builder.maxRows;
        this.returnsRows = builder.returnsRows;
        this.verb = builder.verb;
        this.action = builder.action;
        this.reads = builder.reads;
        this.alone = builder.alone;
        this.waiting = builder.waiting;
        this.limited = builder.limited;
    }

    /** Transaction control alone. */
    public static Command control(List<Control> steps) {
        return control(steps, null);
    }

    /** Transaction control alone, which that thread will wait for. */
    public static Command control(List<Control> steps, @Nullable Thread awaitedBy) {
        return new Command(new Builder(Mode.CONTROL, "", NO_VALUES)
                .prelude(steps)
                .awaitedBy(awaitedBy)
                .limited(true));
    }

    /**
     * A statement whose affected rows and key are wanted.
     *
     * @param sql with the dialect's placeholders
     * @param values for them, in their order; kept, not copied
     */
    public static Builder execute(String sql, @Nullable Object[] values) {
        return new Builder(Mode.EXECUTE, sql, values);
    }

    /** A statement whose rows are wanted; otherwise as {@link #execute}. */
    public static Builder fetch(String sql, @Nullable Object[] values) {
        return new Builder(Mode.FETCH, sql, values);
    }

    /**
     * A statement that runs once for each set of values, in order: all of them, or none when one fails.
     *
     * @param batch not empty; each of the length of the first
     */
    public static Builder batch(String sql, List<@Nullable Object[]> batch) {
        Builder builder = new Builder(Mode.BATCH, sql, NO_VALUES);
        builder.batch = batch;
        return builder;
    }

    /** Transaction control that must succeed before the statement runs. */
    public List<Control> prelude() {
        return prelude;
    }

    /** What is wanted of the statement. */
    public Mode mode() {
        return mode;
    }

    /** The statement with the dialect's placeholders; empty for {@link Mode#CONTROL}. */
    public String sql() {
        return sql;
    }

    /** The values in the order of the placeholders. Not to be changed. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public @Nullable Object[] values() {
        return values;
    }

    /** The sets of values of {@link Mode#BATCH}. */
    public List<@Nullable Object[]> batch() {
        return batch;
    }

    /**
     * The statement for a set of values of {@link Mode#BATCH}, with the placeholders for these values. The same for all where
     * placeholders are numbered, or do not depend on values.
     */
    public String sql(int run) {
        return texts.isEmpty() ? sql : texts.get(run);
    }

    /** How many rows are wanted at most; the backend may leave the others unread. */
    public long maxRows() {
        return maxRows;
    }

    /** Whether the statement is known to give rows, by its text. */
    public boolean returnsRows() {
        return returnsRows;
    }

    /** The first keyword of the statement in upper case, such as {@code SELECT}; empty if there is none. */
    public String verb() {
        return verb;
    }

    /** What the statement does; {@link Action#OTHER} where it is not known. */
    public Action action() {
        return action;
    }

    /** Whether the rows that it affects are those inserted, updated or deleted. */
    public boolean changesRows() {
        return inserts() || action == Action.CHANGE;
    }

    /** Whether it inserts rows, which may be given keys. */
    public boolean inserts() {
        return action == Action.INSERT || action == Action.COPY;
    }

    /** Whether the statement only reads and takes no locks, as far as its text tells. */
    public boolean reads() {
        return reads;
    }

    /**
     * Whether it has its transaction to itself, as a stream outside of sessions has: if the statement ends it, nothing else of
     * the user's has ended.
     */
    public boolean isAlone() {
        return alone;
    }

    /**
     * Whether the calling thread does nothing but wait for this command, so that a backend that blocks may run it right
     * here. Sent by another thread, it has to be handed over.
     */
    public boolean isAwaitedHere() {
        return waiting != null && waiting == Thread.currentThread();
    }

    /**
     * Whether who waits for it is to be told at a limit, by the core. A backend that may be kept by a silent server beyond that
     * had better not run it on the thread that waits.
     */
    public boolean isLimited() {
        return limited;
    }

    /** The SQL of this flight, for messages. */
    @Override
    public String toString() {
        return mode == Mode.CONTROL ? prelude.toString() : sql;
    }

    /** Collects the parts of a command. */
    public static final class Builder {
        private final Mode mode;
        private final String sql;
        private final @Nullable Object[] values;
        private List<@Nullable Object[]> batch = List.of();
        private List<String> texts = List.of();
        private List<Control> prelude = List.of();
        private long maxRows = Long.MAX_VALUE;
        private boolean returnsRows;
        private String verb = "";
        private Action action = Action.OTHER;
        private boolean reads;
        private boolean alone;
        private @Nullable Thread waiting;
        private boolean limited;

        private Builder(Mode mode, String sql, @Nullable Object[] values) {
            this.mode = mode;
            this.sql = Objects.requireNonNull(sql, "sql");
            this.values = values;
        }

        /** Transaction control that goes ahead; none unless set. */
        public Builder prelude(List<Control> prelude) {
            this.prelude = prelude;
            return this;
        }

        /** Of a batch, the statement for each set of values; one for all unless set. */
        public Builder texts(List<String> texts) {
            this.texts = texts;
            return this;
        }

        /** How many rows are wanted at most; all unless set. */
        public Builder maxRows(long maxRows) {
            this.maxRows = maxRows;
            return this;
        }

        /** Whether the statement is known to give rows; not known unless set. */
        public Builder returnsRows(boolean returnsRows) {
            this.returnsRows = returnsRows;
            return this;
        }

        /** The first keyword, in upper case. */
        public Builder verb(String verb) {
            this.verb = verb;
            return this;
        }

        /** What the statement does; {@link Action#OTHER} unless set. */
        public Builder action(Action action) {
            this.action = action;
            return this;
        }

        /** Whether it only reads and takes no locks; not known unless set. */
        public Builder reads(boolean reads) {
            this.reads = reads;
            return this;
        }

        /** Whether it has its transaction to itself; not unless set. */
        public Builder alone(boolean alone) {
            this.alone = alone;
            return this;
        }

        /** The thread that will wait for the reply. */
        public Builder awaitedBy(@Nullable Thread thread) {
            this.waiting = thread;
            return this;
        }

        /** Whether it has a limit; not unless set. */
        public Builder limited(boolean limited) {
            this.limited = limited;
            return this;
        }

        /** The command; the builder may go on, and each command is another to {@link SessionBackend#interrupt}. */
        public Command build() {
            return new Command(this);
        }
    }
}

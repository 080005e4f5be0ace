package io.databased;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a session asks for beyond the defaults. Immutable; each {@code with} method returns a changed copy.
 *
 * <p>Isolation, read-only, deferrable, retry and force-rollback belong to the outermost session and are refused on a
 * child.
 */
public final class SessionOptions {
    /** What a failed statement does to its session. */
    public enum Errors {
        /** On every database alike: the session is failed, only cancel is left. */
        PORTABLE,
        /** As the database does it: where it lets a transaction go on after an error, so does the session. */
        NATIVE
    }

    private static final SessionOptions DEFAULTS = new SessionOptions(new Builder());

    private final @Nullable String name;
    private final @Nullable Isolation isolation;
    private final boolean readOnly;
    private final boolean deferrable;
    private final @Nullable Duration statementTimeout;
    private final @Nullable Duration acquireTimeout;
    private final RetryPolicy retry;
    private final Errors errors;
    private final boolean forceRollback;

    private SessionOptions(Builder builder) {
        this.name = builder.name;
        this.isolation = builder.isolation;
        this.readOnly = builder.readOnly;
        this.deferrable = builder.deferrable;
        this.statementTimeout = builder.statementTimeout;
        this.acquireTimeout = builder.acquireTimeout;
        this.retry = builder.retry;
        this.errors = builder.errors;
        this.forceRollback = builder.forceRollback;
    }

    /** No name, the database's own isolation, read and write, no statement timeout, no retry, portable errors. */
    public static SessionOptions defaults() {
        return DEFAULTS;
    }

    /** The defaults with a name, which appears in errors and events. */
    public static SessionOptions named(String name) {
        return DEFAULTS.withName(name);
    }

    public SessionOptions withName(String name) {
        Builder copy = copy();
        copy.name = Objects.requireNonNull(name, "name");
        return new SessionOptions(copy);
    }

    public SessionOptions withIsolation(Isolation isolation) {
        Builder copy = copy();
        copy.isolation = Objects.requireNonNull(isolation, "isolation");
        return new SessionOptions(copy);
    }

    /** The session only reads; it may be given a reader or a replica, and a statement that writes is refused. */
    public SessionOptions withReadOnly() {
        Builder copy = copy();
        copy.readOnly = true;
        return new SessionOptions(copy);
    }

    /** PostgreSQL's DEFERRABLE, for serializable read-only sessions; elsewhere without effect. */
    public SessionOptions withDeferrable() {
        Builder copy = copy();
        copy.deferrable = true;
        return new SessionOptions(copy);
    }

    /** Each statement of the session fails with {@link StatementException.Kind#TIMEOUT} after this long. */
    public SessionOptions withStatementTimeout(Duration timeout) {
        Builder copy = copy();
        copy.statementTimeout = positive(timeout, "statementTimeout");
        return new SessionOptions(copy);
    }

    /**
     * The session waits for its connection, a child session for its turn, no longer than this, in place of {@link
     * PoolOptions#acquireTimeout()}; children have that of their parent unless they have their own.
     */
    public SessionOptions withAcquireTimeout(Duration timeout) {
        Builder copy = copy();
        copy.acquireTimeout = positive(timeout, "acquireTimeout");
        return new SessionOptions(copy);
    }

    private static Duration positive(Duration timeout, String name) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, was " + timeout);
        }
        return timeout;
    }

    /** Runs the whole work again on retryable failures. Only for {@code session(options, work)}. */
    public SessionOptions withRetry(RetryPolicy retry) {
        Builder copy = copy();
        copy.retry = Objects.requireNonNull(retry, "retry");
        return new SessionOptions(copy);
    }

    public SessionOptions withErrors(Errors errors) {
        Builder copy = copy();
        copy.errors = Objects.requireNonNull(errors, "errors");
        return new SessionOptions(copy);
    }

    /** The session is rolled back where it would commit, and says it committed: for tests. */
    public SessionOptions withForceRollback() {
        Builder copy = copy();
        copy.forceRollback = true;
        return new SessionOptions(copy);
    }

    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    public Optional<Isolation> isolation() {
        return Optional.ofNullable(isolation);
    }

    public boolean readOnly() {
        return readOnly;
    }

    public boolean deferrable() {
        return deferrable;
    }

    public Optional<Duration> statementTimeout() {
        return Optional.ofNullable(statementTimeout);
    }

    /** Empty if it is that of the parent, or of the pool. */
    public Optional<Duration> acquireTimeout() {
        return Optional.ofNullable(acquireTimeout);
    }

    public RetryPolicy retry() {
        return retry;
    }

    public Errors errors() {
        return errors;
    }

    public boolean forceRollback() {
        return forceRollback;
    }

    private Builder copy() {
        Builder copy = new Builder();
        copy.name = name;
        copy.isolation = isolation;
        copy.readOnly = readOnly;
        copy.deferrable = deferrable;
        copy.statementTimeout = statementTimeout;
        copy.acquireTimeout = acquireTimeout;
        copy.retry = retry;
        copy.errors = errors;
        copy.forceRollback = forceRollback;
        return copy;
    }

    private static final class Builder {
        private @Nullable String name;
        private @Nullable Isolation isolation;
        private boolean readOnly;
        private boolean deferrable;
        private @Nullable Duration statementTimeout;
        private @Nullable Duration acquireTimeout;
        private RetryPolicy retry = RetryPolicy.NONE;
        private Errors errors = Errors.PORTABLE;
        private boolean forceRollback;
    }
}

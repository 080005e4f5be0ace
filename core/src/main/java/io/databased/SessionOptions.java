package io.databased;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a session asks for beyond the defaults. Immutable; each {@code with} method returns a changed copy.
 *
 * <p>Isolation, read-only, deferrable, retry and force-rollback belong to the outermost session and are refused on a
 * child. Timeouts are longer than zero, and at most 36,500 days; others are refused at once.
 */
public final class SessionOptions {
    /** What a failed statement does to its session. */
    public enum Errors {
        /** On every database alike: the session is failed, only cancel is left. */
        PORTABLE,
        /** As the database does it: where it lets a transaction go on after an error, so does the session. */
        NATIVE
    }

    private static final SessionOptions DEFAULTS = new SessionOptions(new Settings());

    private final Settings settings;

    private SessionOptions(Settings settings) {
        this.settings = settings;
    }

    /** No name, the database's own isolation and timeouts, read and write, no retry, portable errors. */
    public static SessionOptions defaults() {
        return DEFAULTS;
    }

    /** The defaults with a name, which appears in errors and events. */
    public static SessionOptions named(String name) {
        return DEFAULTS.withName(name);
    }

    /** What errors, logs and events call the session. */
    public SessionOptions withName(String name) {
        return with(copy -> copy.name = Objects.requireNonNull(name, "name"));
    }

    /** The isolation of its transaction, or a stronger one that the database has in its place. */
    public SessionOptions withIsolation(Isolation isolation) {
        return with(copy -> copy.isolation = Objects.requireNonNull(isolation, "isolation"));
    }

    /** The session only reads; it may be given a reader or a replica, and a statement that writes is refused. */
    public SessionOptions withReadOnly() {
        return with(copy -> copy.readOnly = true);
    }

    /** PostgreSQL's DEFERRABLE, for serializable read-only sessions; elsewhere without effect. */
    public SessionOptions withDeferrable() {
        return with(copy -> copy.deferrable = true);
    }

    /**
     * Each statement of the session fails with {@link StatementException.Kind#TIMEOUT} after this long, in place of {@link
     * DatabaseBuilder#statementTimeout}; children have that of their parent unless they have their own.
     */
    public SessionOptions withStatementTimeout(Duration timeout) {
        return with(copy -> copy.statementTimeout = DurationRange.positive(timeout, "statementTimeout"));
    }

    /**
     * The session waits for its connection, a child session for its turn, no longer than this, in place of {@link
     * PoolOptions#acquireTimeout()}; children have that of their parent unless they have their own.
     */
    public SessionOptions withAcquireTimeout(Duration timeout) {
        return with(copy -> copy.acquireTimeout = DurationRange.positive(timeout, "acquireTimeout"));
    }

    /**
     * Runs the whole work again on retryable failures. Only for {@code session(options, work)}: a session that is opened by hand
     * refuses it, since it has no work.
     */
    public SessionOptions withRetry(RetryPolicy retry) {
        return with(copy -> copy.retry = Objects.requireNonNull(retry, "retry"));
    }

    /** What a failed statement does to the session; {@link Errors#PORTABLE} unless set. */
    public SessionOptions withErrors(Errors errors) {
        return with(copy -> copy.errors = Objects.requireNonNull(errors, "errors"));
    }

    /** The session is rolled back where it would commit, and says it committed: for tests. */
    public SessionOptions withForceRollback() {
        return with(copy -> copy.forceRollback = true);
    }

    /** What messages and observers call the session; empty if it is given a number. */
    public Optional<String> name() {
        return Optional.ofNullable(settings.name);
    }

    /** Empty if it is the database's default. */
    public Optional<Isolation> isolation() {
        return Optional.ofNullable(settings.isolation);
    }

    /** Whether the database refuses to change anything in it. */
    public boolean readOnly() {
        return settings.readOnly;
    }

    /** Whether it waits at its begin until it can run without serialization failures (PostgreSQL). */
    public boolean deferrable() {
        return settings.deferrable;
    }

    /** Empty if it is that of the parent, or of the database. */
    public Optional<Duration> statementTimeout() {
        return Optional.ofNullable(settings.statementTimeout);
    }

    /** Empty if it is that of the parent, or of the pool. */
    public Optional<Duration> acquireTimeout() {
        return Optional.ofNullable(settings.acquireTimeout);
    }

    /** Whether the work runs again after a retryable failure, and how often; {@link RetryPolicy#NONE} unless set. */
    public RetryPolicy retry() {
        return settings.retry;
    }

    /** What a failed statement does to the session; {@link Errors#PORTABLE} unless set. */
    public Errors errors() {
        return settings.errors;
    }

    /** Whether it is rolled back where it would commit. */
    public boolean forceRollback() {
        return settings.forceRollback;
    }

    private SessionOptions with(Consumer<Settings> change) {
        Settings changed = new Settings(settings);
        change.accept(changed);
        return new SessionOptions(changed);
    }

    /** Changed before anybody else has them only. */
    private static final class Settings {
        private @Nullable String name;
        private @Nullable Isolation isolation;
        private boolean readOnly;
        private boolean deferrable;
        private @Nullable Duration statementTimeout;
        private @Nullable Duration acquireTimeout;
        private RetryPolicy retry = RetryPolicy.NONE;
        private Errors errors = Errors.PORTABLE;
        private boolean forceRollback;

        private Settings() {}

        private Settings(Settings from) {
            name = from.name;
            isolation = from.isolation;
            readOnly = from.readOnly;
            deferrable = from.deferrable;
            statementTimeout = from.statementTimeout;
            acquireTimeout = from.acquireTimeout;
            retry = from.retry;
            errors = from.errors;
            forceRollback = from.forceRollback;
        }
    }
}

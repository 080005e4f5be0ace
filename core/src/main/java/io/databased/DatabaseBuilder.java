package io.databased;

import io.databased.internal.context.Settings;
import io.databased.internal.database.AskedCredentials;
import io.databased.internal.database.Backends;
import io.databased.internal.database.DefaultDatabase;
import io.databased.spi.DatabaseBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link Database}. No I/O happens before {@link Database#connect()}. Timeouts are longer than zero, and at most
 * 36,500 days; others are refused at once. Not thread-safe.
 */
public final class DatabaseBuilder {
    /** How long COMMIT may go unanswered before its outcome is unknown, unless set otherwise. */
    public static final Duration DEFAULT_COMMIT_TIMEOUT = Duration.ofSeconds(30);

    private final DatabaseUrl url;
    private final @Nullable DatabaseBackend backend;
    private final List<Converter<?, ?>> converters = new ArrayList<>();
    private final List<DatabaseObserver> observers = new ArrayList<>();
    private final List<String> connectionInitSql = new ArrayList<>();
    private PoolOptions pool;
    private boolean forceRollback;
    private boolean callerLines = true;
    private @Nullable Executor executor;
    private @Nullable Supplier<? extends CompletionStage<Credentials>> credentials;
    private @Nullable Duration statementTimeout;
    private @Nullable Duration slowStatement;
    private Duration commitTimeout = DEFAULT_COMMIT_TIMEOUT;
    private Settings.Clock clock = Settings.Clock.real();

    private DatabaseBuilder(DatabaseUrl url, @Nullable DatabaseBackend backend) {
        this.url = url;
        this.backend = backend;
        this.pool = PoolOptions.of(url);
    }

    static DatabaseBuilder of(DatabaseUrl url) {
        return new DatabaseBuilder(Objects.requireNonNull(url, "url"), null);
    }

    /**
     * A builder for a backend that was made by hand, in place of one found by the URL's scheme: around a {@code
     * DataSource}, or for tests.
     *
     * @param url shown in messages; the options of the pool hold, the rest is up to the backend
     */
    public static DatabaseBuilder of(DatabaseUrl url, DatabaseBackend backend) {
        return new DatabaseBuilder(Objects.requireNonNull(url, "url"), Objects.requireNonNull(backend, "backend"));
    }

    /** The pool's settings, in place of the defaults and of those in the URL, which {@link PoolOptions#of} tells. */
    public DatabaseBuilder pool(PoolOptions options) {
        this.pool = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Everything is rolled back at disconnect, and works as usual until then. All sessions are nested in one transaction
     * of one connection that is never committed: a commit is visible to later sessions, and gone afterwards. For tests.
     */
    public DatabaseBuilder forceRollback() {
        this.forceRollback = true;
        return this;
    }

    /**
     * Where futures complete, and mappers, hooks and consumers are called. By default a callback may block. It runs on the
     * thread that has the answer, an event loop or the connection's own, which another replaces if the callback keeps it;
     * elsewhere on a virtual thread on JDK 21 and later, or one of a small pool of daemon threads. With {@code
     * Runnable::run} no callback may block.
     */
    public DatabaseBuilder completionExecutor(Executor completionExecutor) {
        this.executor = Objects.requireNonNull(completionExecutor, "completionExecutor");
        return this;
    }

    /**
     * Asked for user and password each time a connection is opened, in place of those in the URL: for passwords that change
     * and tokens that expire. Open connections stay. On PostgreSQL, MySQL, MariaDB and {@code jdbc:} URLs; leave user and
     * password out of the latter, since some drivers prefer what is in the URL.
     *
     * @param supplier called on any thread, and must not block: what takes time is up to its stage. If that fails, or has
     *     not completed in nine tenths of the login timeout, the opening of the connection fails
     * @throws IllegalStateException on a builder around a backend that was made by hand, which knows who connects
     */
    public DatabaseBuilder credentials(Supplier<? extends CompletionStage<Credentials>> supplier) {
        if (backend != null) {
            throw new IllegalStateException("the backend was made by hand; give it the credentials");
        }
        this.credentials = Objects.requireNonNull(supplier, "supplier");
        return this;
    }

    /**
     * Statements that are run on each new connection, in order, before anybody gets it: {@code SET}, {@code PRAGMA}, {@code
     * ATTACH}, {@code LOAD} and the like. What they set stays: they are run again whenever the connection is reset, so
     * write them in such a way that they can be. On SQLite that is the writer and each reader.
     *
     * <p>If one fails, or they take longer than {@link PoolOptions#loginTimeout()}, the connection is closed, and who waits
     * for it is told by a {@link ConnectionFailedException}, or an {@link AcquireTimeoutException} if it may go well later.
     * Transaction control is refused by {@link #build()}, and so are parameters and several statements in one text; one
     * that leaves a transaction open fails. Several calls add up.
     */
    public DatabaseBuilder connectionInitSql(String... statements) {
        connectionInitSql.addAll(List.of(statements));
        return this;
    }

    /** Teaches the database another type; {@link #build()} refuses two converters of one type. */
    public DatabaseBuilder converter(Converter<?, ?> converter) {
        converters.add(Objects.requireNonNull(converter, "converter"));
        return this;
    }

    /** Watches the database; several do so side by side, and hear of things in the order of being added. */
    public DatabaseBuilder observer(DatabaseObserver observer) {
        observers.add(Objects.requireNonNull(observer, "observer"));
        return this;
    }

    /**
     * The longest that a statement may take, unless its session says otherwise. No limit by default. Of a stream it limits
     * each wait for the database: until it is open, and for each window of rows; how long the consumer takes does not
     * count. Whoever waits is told at the limit; of a statement outside of sessions, and of a stream, at most 100 ms later,
     * since it may be known by then that nothing was done.
     */
    public DatabaseBuilder statementTimeout(Duration timeout) {
        this.statementTimeout = DurationRange.positive(timeout, "statementTimeout");
        return this;
    }

    /** The longest that COMMIT may go unanswered; then its outcome is {@link CommitOutcomeUnknownException unknown}. */
    public DatabaseBuilder commitTimeout(Duration timeout) {
        this.commitTimeout = DurationRange.positive(timeout, "commitTimeout");
        return this;
    }

    /**
     * Statements that take longer, from the call to the answer, are logged as a warning by {@code io.databased.sql};
     * waiting for a connection counts. None by default.
     */
    public DatabaseBuilder slowStatement(Duration threshold) {
        this.slowStatement = DurationRange.positive(threshold, "slowStatement");
        return this;
    }

    /** Errors do not name the line of the caller; saves about a microsecond for each statement. */
    public DatabaseBuilder withoutCallerLines() {
        this.callerLines = false;
        return this;
    }

    /** Virtual time, for tests. */
    DatabaseBuilder clock(Settings.Clock virtual) {
        this.clock = virtual;
        return this;
    }

    /**
     * The database, not connected.
     *
     * @throws InvalidUrlException if no backend on the class path serves the scheme, several do, the URL has an option
     *     that is not known, or credentials were given for a database without users
     * @throws InvalidQueryException if a text of {@link #connectionInitSql} is not one statement without parameters, or
     *     controls a transaction
     * @throws IllegalArgumentException if two converters are of one type
     */
    public Database build() {
        return DefaultDatabase.of(new Settings(
                url,
                backend == null ? Backends.find(url, asked()) : backend,
                pool,
                forceRollback,
                new Settings.UserCode(
                        executor, List.copyOf(converters), watching(), callerLines, List.copyOf(connectionInitSql)),
                new Settings.Limits(statementTimeout, commitTimeout, clock)));
    }

    private @Nullable Supplier<CompletionStage<Credentials>> asked() {
        return credentials == null ? null : new AskedCredentials(credentials, pool.loginTimeout());
    }

    private Settings.Watching watching() {
        return new Settings.Watching(List.copyOf(observers), true, slowStatement);
    }
}

package io.databased.jdbc;

import io.databased.Credentials;
import io.databased.StatementException.Kind;
import io.databased.jdbc.owner.OwnedSession;
import io.databased.jdbc.owner.Owner;
import io.databased.jdbc.owner.Threads;
import io.databased.jdbc.product.MemoryUrl;
import io.databased.jdbc.product.Product;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database behind a JDBC driver. Each connection has a thread of its own, which makes the blocking calls. Give it a
 * plain data source: a pool underneath the library's own would only add waiting.
 *
 * <p>What JDBC cannot do: bring a connection's settings back, so a connection whose settings were changed is replaced,
 * unless it is PostgreSQL's; refuse writes in a read-only session where the driver takes that for a hint (H2); stream without reading everything
 * ahead where the driver buffers by default (MySQL's, unless told otherwise in the URL).
 */
public final class JdbcBackend implements DatabaseBackend {
    private static final Set<Kind> PERMANENT = EnumSet.of(Kind.PERMISSION, Kind.OBJECT, Kind.UNSUPPORTED, Kind.CORRUPT);

    private final ConnectionSource source;
    private final JdbcDialect dialect;
    private final String name;
    private final boolean detect;
    private final @Nullable MemoryDatabase memory;
    private final AtomicInteger opened = new AtomicInteger();

    private JdbcBackend(
            ConnectionSource source, Product product, String name, boolean detect, @Nullable MemoryDatabase memory) {
        this.source = source;
        this.memory = memory;
        this.dialect = new JdbcDialect(product);
        this.name = name;
        this.detect = detect;
    }

    /** Connections from a data source; which database it is, is asked of the first connection. */
    public static JdbcBackend of(DataSource source) {
        return new JdbcBackend(givenUp -> source.getConnection(), Product.named("jdbc"), "jdbc", true, null);
    }

    /**
     * Connections from a data source.
     *
     * @param product the database: {@code h2}, {@code postgresql}, {@code mysql}, {@code mariadb}, {@code sqlite},
     *     {@code duckdb}; another is treated as standard SQL
     */
    public static JdbcBackend of(DataSource source, String product) {
        Product known = Product.named(product);
        return new JdbcBackend(givenUp -> source.getConnection(), known, known.name(), false, null);
    }

    /** Connections from the driver that knows the URL, which may hold user and password in the driver's own way. */
    static JdbcBackend ofUrl(String url) {
        return ofUrl(url, null);
    }

    /** @param credentials asked for each connection, unless null */
    static JdbcBackend ofUrl(String url, @Nullable Supplier<? extends CompletionStage<Credentials>> credentials) {
        RefusedOptions.check(url);
        Product known = Product.named(subprotocol(url));
        boolean detect = !Product.names().contains(known.name());
        AskedCredentials asked = credentials == null ? null : new AskedCredentials(credentials);
        MemoryUrl inMemory = known.memory(url);
        MemoryDatabase memory = inMemory == null ? null : new MemoryDatabase(inMemory);
        ConnectionSource source = givenUp -> {
            Credentials credential = asked == null ? null : asked.ask(givenUp);
            return memory == null
                    ? connect(url, options(url, known), credential)
                    : memory.connect(named -> connect(named, options(named, known), credential));
        };
        return new JdbcBackend(source, known, known.name(), detect, memory);
    }

    /** What stands for the driver in a JDBC URL; empty if there is nothing. */
    static String subprotocol(String url) {
        int end = url.indexOf(':', "jdbc:".length());
        return end < 0 ? "" : url.substring("jdbc:".length(), end);
    }

    @Override
    public SqlDialect dialect() {
        return dialect;
    }

    @Override
    public int maxConnections(Role role, int wanted) {
        int most = connectionsHoldData() ? Math.min(1, wanted) : wanted;
        return role == Role.PRIMARY ? most : 0;
    }

    @Override
    public boolean connectionsHoldData() {
        return memory != null && memory.isAlone();
    }

    @Override
    public boolean runsOnCallers() {
        return dialect.product().waitsForSocket();
    }

    @Override
    public CompletionStage<SessionBackend> open(Role role) {
        return open(role, new CompletableFuture<>());
    }

    @Override
    public CompletionStage<SessionBackend> open(Role role, CompletionStage<?> givenUp) {
        Threads threads = dialect.product().waitsForSocket() ? Threads.VIRTUAL : Threads.PLATFORM;
        String thread = "databased-" + name + "-" + opened.incrementAndGet();
        return OwnedSession.open(thread, threads, () -> connect(givenUp));
    }

    @Override
    public boolean permanent(Throwable openFailure) {
        return openFailure instanceof BackendException failure && PERMANENT.contains(failure.kind());
    }

    @Override
    public boolean onBackendThread() {
        return Owner.isCurrentThread();
    }

    @Override
    public CompletionStage<Void> close() {
        if (memory != null) {
            memory.close();
        }
        return CompletableFuture.completedFuture(null);
    }

    private JdbcConnection connect(CompletionStage<?> givenUp) throws BackendException {
        try {
            Connection connection = source.connect(givenUp);
            if (connection == null) {
                throw new BackendException(
                        "the data source gave no connection: it returned null", Kind.SYSTEM, Effect.NOT_SENT, null);
            }
            return prepared(connection);
        } catch (SQLException e) {
            throw dialect.product().errors().opening(e);
        }
    }

    /** Nobody else knows of the connection yet: if it cannot be made ready, it is closed here. */
    private JdbcConnection prepared(Connection connection) throws SQLException {
        try {
            dialect.detect(connection.getMetaData(), !detect);
            connection.setAutoCommit(true);
            return new JdbcConnection(connection, dialect);
        } catch (SQLException | RuntimeException | Error e) {
            Closing.quietly(connection);
            throw e;
        }
    }

    /** What is set for the driver; what the URL says goes before it. */
    private static Properties options(String url, Product product) {
        Properties options = product.driverOptions(url);
        Set<String> said =
                UrlOptions.of(url).stream().map(UrlOptions.Option::name).collect(Collectors.toSet());
        options.keySet().removeIf(option -> said.contains(UrlOptions.name(option.toString())));
        return options;
    }

    /** Messages of {@link DriverManager} quote the URL, and with it, maybe, a password: they are neither told nor kept. */
    private static Connection connect(String url, Properties options, @Nullable Credentials credentials)
            throws SQLException, BackendException {
        Driver driver;
        try {
            driver = DriverManager.getDriver(url);
        } catch (SQLException quotesTheUrl) {
            throw unknown(url);
        }
        if (credentials != null) {
            if (credentials.user() != null) {
                options.setProperty("user", credentials.user());
            }
            options.setProperty("password", credentials.password());
        }
        Connection connection = driver.connect(url, options);
        if (connection == null) {
            throw unknown(url);
        }
        return connection;
    }

    private static BackendException unknown(String url) {
        String artifact = DriverArtifacts.of(url);
        return new BackendException(
                "no JDBC driver on the class path knows this URL; add the driver "
                        + (artifact == null ? "of the database" : artifact)
                        + " to your project, or correct the URL if the driver is there",
                Kind.UNSUPPORTED,
                Effect.NOT_SENT,
                null);
    }

    private interface ConnectionSource {
        @Nullable
        Connection connect(CompletionStage<?> givenUp) throws SQLException, BackendException;
    }
}

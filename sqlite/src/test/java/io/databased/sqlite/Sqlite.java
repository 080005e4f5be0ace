package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;

import io.databased.DatabaseUrl;
import io.databased.SessionOptions;
import io.databased.jdbc.JdbcBackend;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.Reply;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;

/** A database and its writer, for one test. */
final class Sqlite implements AutoCloseable {
    private static final Pattern VERB =
            Pattern.compile("^(?:WITH .*?\\) )?(SELECT|VALUES|INSERT|REPLACE|UPDATE|DELETE)\\b", Pattern.DOTALL);

    final DatabaseBackend backend;
    final SessionBackend session;

    private Sqlite(String url) {
        this(new SqliteBackendProvider().create(DatabaseUrl.parse(url)));
    }

    private Sqlite(DatabaseBackend backend) {
        this.backend = backend;
        session = open(Role.PRIMARY);
    }

    static Sqlite file(Path file, String... options) {
        return new Sqlite(url(file, options));
    }

    static Sqlite memory() {
        return new Sqlite("sqlite:///:memory:");
    }

    /** By a {@code jdbc:} URL, through the backend for any driver. */
    static Sqlite byJdbc(String url) {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(url);
        return new Sqlite(JdbcBackend.of(source, "sqlite"));
    }

    static Sqlite temporary() {
        return new Sqlite("sqlite://");
    }

    static String url(Path file, String... options) {
        return "sqlite:///" + file.toAbsolutePath() + (options.length == 0 ? "" : "?" + String.join("&", options));
    }

    static BackendException refused(String url, Role role) {
        return failure(
                new SqliteBackendProvider().create(DatabaseUrl.parse(url)).open(role), BackendException.class);
    }

    SessionBackend open(Role role) {
        return await(backend.open(role));
    }

    Reply execute(String sql, @Nullable Object... values) {
        return execute(session, sql, values);
    }

    static Reply execute(SessionBackend session, String sql, @Nullable Object... values) {
        return await(session.run(executing(sql, values)));
    }

    List<@Nullable Object[]> fetch(String sql, @Nullable Object... values) {
        return await(session.run(fetching(sql, values))).rows();
    }

    @Nullable
    Object single(String sql, @Nullable Object... values) {
        return single(session, sql, values);
    }

    static @Nullable Object single(SessionBackend session, String sql, @Nullable Object... values) {
        return await(session.run(fetching(sql, values))).rows().get(0)[0];
    }

    BackendException refused(String sql, @Nullable Object... values) {
        return failure(session.run(executing(sql, values)), BackendException.class);
    }

    static Command executing(String sql, @Nullable Object... values) {
        return Command.execute(sql, values)
                .action(action(sql))
                .returnsRows(sql.contains(" RETURNING "))
                .build();
    }

    static Command fetching(String sql, @Nullable Object... values) {
        return Command.fetch(sql, values).action(action(sql)).returnsRows(true).build();
    }

    static Command batch(String sql, Object[]... values) {
        return Command.batch(sql, Arrays.asList(values)).action(action(sql)).build();
    }

    /** As the core reads it from the text. */
    private static Command.Action action(String sql) {
        Matcher verb = VERB.matcher(sql);
        return switch (verb.find() ? verb.group(1) : "") {
            case "SELECT", "VALUES" -> Command.Action.QUERY;
            case "INSERT", "REPLACE" -> Command.Action.INSERT;
            case "UPDATE", "DELETE" -> Command.Action.CHANGE;
            default -> Command.Action.OTHER;
        };
    }

    void begin() {
        control(step(Control.Kind.BEGIN, 0));
    }

    void commit() {
        control(step(Control.Kind.COMMIT, 0));
    }

    void rollback() {
        control(step(Control.Kind.ROLLBACK, 0));
    }

    void control(Control... steps) {
        await(session.run(Command.control(Arrays.asList(steps))));
    }

    static Control step(Control.Kind kind, int depth) {
        return step(kind, depth, SessionOptions.defaults());
    }

    static Control step(Control.Kind kind, int depth, SessionOptions options) {
        SqlDialect dialect = new SqliteDialect();
        String sql = switch (kind) {
            case BEGIN -> dialect.begin(options);
            case COMMIT -> dialect.commit();
            case ROLLBACK -> dialect.rollback();
            case SAVEPOINT -> dialect.savepoint(depth);
            case RELEASE -> dialect.release(depth);
            case ROLLBACK_TO -> dialect.rollbackTo(depth);
        };
        return new Control(kind, sql, depth, options);
    }

    @Override
    public void close() {
        await(session.close());
    }
}

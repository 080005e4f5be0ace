package io.databased.jdbc;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;

import io.databased.SessionOptions;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.Reply;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An H2 database in memory, for one test. */
final class H2 implements AutoCloseable {
    final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=200";
    final JdbcBackend backend = JdbcBackend.ofUrl(url);
    final SessionBackend session = open();

    SessionBackend open() {
        return await(backend.open(Role.PRIMARY));
    }

    Reply execute(String sql, @Nullable Object... values) {
        return await(
                session.run(Command.execute(sql, values).action(action(sql)).build()));
    }

    /** As the core reads it from the text. */
    private static Command.Action action(String sql) {
        return switch (sql.split("\\W", 2)[0]) {
            case "INSERT", "MERGE" -> Command.Action.INSERT;
            case "UPDATE", "DELETE" -> Command.Action.CHANGE;
            default -> Command.Action.OTHER;
        };
    }

    Reply reply(String sql) {
        return await(session.run(fetching(sql)));
    }

    List<@Nullable Object[]> fetch(String sql, @Nullable Object... values) {
        return await(session.run(fetching(sql, values))).rows();
    }

    @Nullable
    Object single(String sql, @Nullable Object... values) {
        return fetch(sql, values).get(0)[0];
    }

    BackendException refused(String sql, @Nullable Object... values) {
        return failure(session.run(fetching(sql, values)), BackendException.class);
    }

    void control(Control... steps) {
        await(session.run(control(Arrays.asList(steps))));
    }

    static Command control(List<Control> steps) {
        return Command.control(steps);
    }

    static Command fetching(String sql, @Nullable Object... values) {
        return Command.fetch(sql, values).returnsRows(true).build();
    }

    Control step(Control.Kind kind, int depth) {
        return step(kind, depth, SessionOptions.defaults());
    }

    Control step(Control.Kind kind, int depth, SessionOptions options) {
        SqlDialect dialect = backend.dialect();
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

    /** The statement itself is answered with the loss of its connection. */
    void shutdown() {
        await(session.run(Command.execute("SHUTDOWN IMMEDIATELY", new Object[0]).build())
                .exceptionally(e -> Reply.NONE));
    }

    @Override
    public void close() {
        shutdown();
        await(session.close().exceptionally(e -> null));
    }
}

package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.MappingException;
import io.databased.PoolStats;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The words of the tests of types: a database for each class, and values that go there and back. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class TypesTest {
    Database database;

    @BeforeAll
    void connect() {
        database = await(Database.of(PostgresServer.shared().createDatabase()).connect());
    }

    @AfterAll
    void close() {
        database.close();
    }

    /** What comes of an expression, with {@code ?} for the values. */
    @Nullable
    Object read(String expression, @Nullable Object... values) {
        return read(Object.class, expression, values);
    }

    /** What comes of an expression as a type. */
    <T> @Nullable T read(Class<T> type, String expression, @Nullable Object... values) {
        return await(database.fetchAll("SELECT " + expression + " AS v", Arrays.asList(values)))
                .get(0)
                .get("v", type);
    }

    /** What the server takes the value for, as text. */
    @Nullable
    String sent(Object value) {
        return read(String.class, "CAST(? AS text)", value);
    }

    /** The type that the server sees. */
    @Nullable
    String type(Object value) {
        return read(String.class, "pg_typeof(?)::text", value);
    }

    /** The value comes back as it was bound. */
    <T> void roundTrips(Class<T> type, T value) {
        assertThat(read(type, "?", value)).isEqualTo(value);
    }

    void execute(String statement, @Nullable Object... values) {
        await(database.execute(statement, Arrays.asList(values)));
    }

    /** How the database, or the driver, refuses that. */
    StatementException refusal(String statement, @Nullable Object... values) {
        return Futures.failure(database.fetchAll(statement, Arrays.asList(values)), StatementException.class);
    }

    MappingException unreadable(Class<?> type, String expression) {
        return Futures.failure(
                database.fetchAll(sql("SELECT " + expression + " AS v").value(type)), MappingException.class);
    }

    void refusesAsUnsupported(String expression) {
        StatementException refusal = refusal("SELECT " + expression + " AS v");
        assertThat(refusal.kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(refusal).hasMessageContaining("v::text");
    }

    /** Every connection that was opened is still there. */
    void nothingIsLost() {
        PoolStats stats = database.stats(); // at one moment: another connection may be on its way
        assertThat((long) stats.connections().size()).isEqualTo(stats.turnover().created());
    }

    void nothingIsInUse() {
        Futures.until("no connection is in use", () -> {
            PoolStats.Connections connections = database.stats().connections();
            return connections.leased() == 0 && connections.shared() == 0 && connections.pending() == 0;
        });
    }

    static void quotesNothing(DatabasedException refusal, String secret) {
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            assertThat(String.valueOf(cause)).doesNotContain(secret);
        }
    }

    static List<Object> list(Object... elements) {
        return Arrays.asList(elements);
    }
}

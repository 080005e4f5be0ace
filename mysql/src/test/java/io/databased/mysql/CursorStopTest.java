package io.databased.mysql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stream's command can be interrupted while any window of its cursor is read, and between two of them. */
@Tag("R19")
final class CursorStopTest {
    private static final String SEQUENCE =
            "WITH RECURSIVE seq(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 1000) ";
    private static final String A_MILLION = SEQUENCE + "SELECT a.n, REPEAT('x', 10000) FROM seq AS a, seq AS b";
    private static final int FIFTY_MEGABYTES = 5_000; // rows

    private static final Control BEGIN = new Control(Control.Kind.BEGIN, "BEGIN", 0, SessionOptions.defaults());

    private final String url = TestServer.shared().createDatabase();
    private final DatabaseBackend backend = MySqlBackend.of(DatabaseUrl.parse(url));
    private SessionBackend connection;

    @BeforeEach
    void open() {
        connection = await(backend.open(Role.PRIMARY));
    }

    @AfterEach
    void close() {
        await(connection.close());
        await(backend.close());
    }

    private static Command select(String sql) {
        return Command.fetch(sql, new Object[0])
                .prelude(List.of(BEGIN))
                .verb("SELECT")
                .action(Command.Action.QUERY)
                .returnsRows(true)
                .build();
    }

    @Test
    void theFirstWindow() {
        Command slow = select("SELECT SLEEP(120)");
        CompletionStage<RowCursor> opening = connection.stream(slow);

        connection.interrupt(slow);

        assertThat(failure(opening, BackendException.class).kind()).isEqualTo(Kind.CANCELLED);
        await(connection.validate());
        assertThat(connection.reusableAfterInterrupt()).isTrue();
    }

    @Test
    void aLaterWindow() {
        Command stream = select(SEQUENCE + "SELECT n, REPEAT('x', 10000), IF(n = 900, SLEEP(120), 0) FROM seq");
        RowCursor cursor = await(connection.stream(stream));
        int read = 0;
        while (read < 800) {
            read += await(cursor.next(100)).size();
        }
        CompletionStage<List<@Nullable Object[]>> next = cursor.next(1_000);

        connection.interrupt(stream);

        while (await(next.handle((rows, failure) -> failure == null))) {
            read += await(next).size();
            next = cursor.next(1_000);
        }
        assertThat(failure(next, BackendException.class).kind()).isEqualTo(Kind.CANCELLED);
        assertThat(read).isLessThan(900);
        await(cursor.close());
        await(connection.validate());
    }

    /** A server that waits to be read from looks at no signal. */
    @Test
    void betweenTwoWindows() {
        Command stream = select(A_MILLION);
        RowCursor cursor = await(connection.stream(stream));
        assertThat(await(cursor.next(1))).hasSize(1);

        connection.interrupt(stream);

        assertThat(failure(cursor.next(1), BackendException.class).kind()).isEqualTo(Kind.CANCELLED);
        await(cursor.close());
        await(connection.validate());
        assertThat(connection.reusableAfterInterrupt()).isTrue();
    }

    @Test
    void rowsComeAheadOfTheEnd() {
        Command stream = select(SEQUENCE + "SELECT n, REPEAT('x', 10000), IF(n = 20, SLEEP(120), 0) FROM seq");
        RowCursor cursor = await(connection.stream(stream));
        assertThat(await(cursor.next(100))).hasSizeBetween(1, 19);

        await(cursor.close());

        await(connection.validate());
    }

    /** Who reads slowly needs no memory: nothing more is here, nor ended there, when another has read the same twice to its end. */
    @Test
    void theServerWaitsToBeReadFrom() {
        String many = A_MILLION + " LIMIT " + FIFTY_MEGABYTES;
        RowCursor cursor = await(connection.stream(select(many)));
        assertThat(await(cursor.next(1))).hasSize(1);
        Database other = await(Database.of(url).connect());
        until("the server waits", () -> waiting(other) == 1);

        for (int time = 0; time < 2; time++) {
            assertThat(await(other.forEach(sql(many), row -> {}))).isEqualTo(FIFTY_MEGABYTES);
        }

        assertThat(waiting(other)).isEqualTo(1);
        assertThat(await(cursor.next(FIFTY_MEGABYTES))).hasSizeBetween(1, FIFTY_MEGABYTES / 10);
        await(other.disconnect());
        await(cursor.close());
    }

    /** How many sessions wait until somebody reads what they have found. */
    private static long waiting(Database database) {
        String state = TestServer.isMySql() ? "Sending to client" : "Writing to net";
        return MySqlDatabase.count(
                database, "information_schema.processlist WHERE state = '" + state + "' AND db = DATABASE()");
    }

    @Test
    void closedAheadOfItsEnd() {
        RowCursor cursor = await(connection.stream(select(A_MILLION)));
        assertThat(await(cursor.next(1))).hasSize(1);

        await(cursor.close());

        await(connection.validate());
        assertThat(connection.reusableAfterInterrupt()).isTrue();
    }
}

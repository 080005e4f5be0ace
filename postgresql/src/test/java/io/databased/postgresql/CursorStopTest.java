package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.Sql;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import io.databased.testkit.Futures;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stream's command can be interrupted while any window of its cursor is fetched. */
@Tag("R19")
final class CursorStopTest {
    private static final Control BEGIN = new Control(Control.Kind.BEGIN, "BEGIN", 0, SessionOptions.defaults());
    private static final Control ROLLBACK =
            new Control(Control.Kind.ROLLBACK, "ROLLBACK", 0, SessionOptions.defaults());

    private final ProxiedPostgres there = new ProxiedPostgres();
    private final DatabaseBackend backend = PostgresBackend.of(DatabaseUrl.parse(there.url()), Map.of());
    private final SessionBackend connection = await(backend.open(Role.PRIMARY));

    @AfterEach
    void close() {
        await(connection.close());
        await(backend.close());
        there.close();
    }

    private static Command select(String sql) {
        return Command.fetch(sql, new Object[0])
                .prelude(List.of(BEGIN))
                .verb("SELECT")
                .returnsRows(true)
                .build();
    }

    private void assertGood() {
        await(connection.run(Command.control(List.of(ROLLBACK))));
        assertThat(await(connection.inTransaction())).isFalse();
        assertThat(connection.reusableAfterInterrupt()).isTrue();
    }

    @Test
    void theFirstWindow() {
        Command slow = select("SELECT pg_sleep(120)");
        CompletionStage<RowCursor> opening = connection.stream(slow);
        there.awaitRunning("pg_sleep");

        connection.interrupt(slow);

        assertThat(failure(opening, BackendException.class).kind()).isEqualTo(Kind.CANCELLED);
        assertGood();
    }

    @Test
    void beforeAnythingOfItIsSent() {
        Command slow = select("SELECT pg_sleep(120)");
        CompletionStage<RowCursor> opening = connection.stream(slow);

        connection.interrupt(slow);

        assertThat(failure(opening, BackendException.class).kind()).isEqualTo(Kind.CANCELLED);
        assertGood();
    }

    @Test
    void aLaterWindow() {
        Command stream = select("SELECT g, CASE WHEN g > 300 THEN pg_sleep(120) END FROM generate_series(1, 1000) g");
        RowCursor cursor = await(connection.stream(stream));
        assertThat(await(cursor.next(100))).hasSize(256);
        CompletionStage<List<@Nullable Object[]>> slow = cursor.next(100);
        there.awaitRunning("pg_sleep");

        connection.interrupt(stream);

        assertThat(failure(slow, BackendException.class).kind()).isEqualTo(Kind.CANCELLED);
        await(cursor.close());
        assertGood();
    }

    @Test
    void betweenWindowsNothingIsHit() {
        Command stream = select("SELECT g FROM generate_series(1, 1000) g");
        RowCursor cursor = await(connection.stream(stream));

        connection.interrupt(stream);
        await(connection.validate()); // answered on the event loop, behind the interrupt

        assertThat(await(cursor.next(100))).hasSize(256);
        assertThat(await(cursor.next(1000))).hasSize(744);
        assertThat(await(cursor.next(1000))).isEmpty();
        await(cursor.close());
        assertGood();
    }

    @Test
    void streamWhoseFirstRowsAreLongInComingEndsWithItsSession() {
        try (Database database = there.connect(1)) {
            Session session = await(database.session().open());
            CompletableFuture<?> stream = session.forEach(Sql.sql("SELECT pg_sleep(120)"), row -> {});
            there.awaitRunning("pg_sleep");

            await(session.close());

            failure(stream, Exception.class);
            Futures.until("the server has stopped it", () -> !there.running("pg_sleep"));
            assertThat(await(database.fetchAll("SELECT 1"))).hasSize(1);
        }
    }
}

package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.DatabaseUrl;
import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.servers.MariaDbServer;
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

/** A stream's command can be interrupted while any window of its cursor is fetched. */
@Tag("R19")
final class CursorStopTest {
    private static final Control BEGIN = new Control(Control.Kind.BEGIN, "BEGIN", 0, SessionOptions.defaults());

    private final DatabaseBackend backend =
            MySqlBackend.of(DatabaseUrl.parse(MariaDbServer.shared().createDatabase()));
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

    /** The server makes all rows before the first is fetched, so a later window is quick here, and is not harmed. */
    @Test
    void aLaterWindow() {
        Command stream = select("SELECT seq FROM seq_1_to_2000");
        RowCursor cursor = await(connection.stream(stream));
        assertThat(await(cursor.next(100))).hasSize(256);
        CompletionStage<List<@Nullable Object[]>> next = cursor.next(1000);

        connection.interrupt(stream);

        await(next.handle((rows, failure) -> true));
        await(cursor.close());
        await(connection.validate());
    }
}

package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("Q10")
class SqliteLogTest {
    private static final Logger LOGGER = Logger.getLogger("io.databased.sqlite");

    @TempDir
    private Path directory;

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            if (List.of(entry.getParameters()).contains(file())) {
                warnings.add(entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
    }

    private Path file() {
        return directory.resolve("a.db");
    }

    private long logSize() {
        try {
            return Files.size(directory.resolve("a.db-wal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aLogThatALongReadKeepsIsReportedAndCutAfterwards() {
        try (Sqlite sqlite = Sqlite.file(file(), "synchronous=normal")) {
            sqlite.execute("CREATE TABLE t (x)");
            sqlite.execute("INSERT INTO t VALUES (1), (2)");
            SessionBackend reader = sqlite.open(Role.REPLICA);
            RowCursor reading = await(reader.stream(Sqlite.fetching("SELECT x FROM t")));
            while (logSize() < SqliteLog.WARNING_BYTES) {
                sqlite.execute("INSERT INTO t VALUES (randomblob(4000000))");
            }
            assertThat(warnings).isEmpty();

            until("a warning was logged", () -> {
                sqlite.execute("INSERT INTO t VALUES (3)");
                return !warnings.isEmpty();
            });

            assertThat(warnings).singleElement().asString().contains("write-ahead log", "has grown to");
            await(reading.close());
            until("the log is short again", () -> {
                sqlite.execute("INSERT INTO t VALUES (4)");
                return logSize() <= SqliteLog.LIMIT_BYTES;
            });
            await(reader.close());
        }
    }
}

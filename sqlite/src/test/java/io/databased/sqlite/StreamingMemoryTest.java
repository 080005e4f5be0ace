package io.databased.sqlite;

import static io.databased.testkit.Futures.await;

import io.databased.DatabaseUrl;
import io.databased.spi.DatabaseBackend.Role;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import io.databased.testkit.ChildJvm;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class StreamingMemoryTest {
    private static final int ROWS = 2_000_000;

    @Test
    @Tag("N32")
    void streamsMoreThanFitsIntoMemory() throws IOException, InterruptedException {
        ChildJvm.run(Child.class, List.of("-Xmx64m"));
    }

    /** Runs in a process of its own with a small heap. */
    static final class Child {
        public static void main(String[] arguments) {
            SessionBackend session = await(new SqliteBackend(DatabaseUrl.parse("sqlite://")).open(Role.PRIMARY));
            RowCursor cursor = await(session.stream(
                    Sqlite.fetching("WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r WHERE x < " + ROWS
                            + ") SELECT x, 'the text of row ' || x FROM r")));
            int rows = 0;
            int window = 1;
            while (window > 0) {
                window = await(cursor.next(500)).size();
                rows += window;
            }
            await(cursor.close());
            Runtime.getRuntime().halt(rows == ROWS ? 0 : 1);
        }
    }
}

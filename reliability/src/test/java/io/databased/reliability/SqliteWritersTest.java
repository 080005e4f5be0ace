package io.databased.reliability;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two programs that read, then write, in rollback-journal mode, where two that had only read would block each other. */
@ExtendWith(Harness.class)
final class SqliteWritersTest {
    private static final int SESSIONS = 50;

    @Test
    @Tag("Q2")
    void bothCommit() {
        Subject subject = Subject.sqlite(
                Folders.temporary().resolve("d.db"), "?journal_mode=delete&synchronous=normal&busy_timeout=60s");
        try (Database one = await(subject.builder().build().connect());
                Database two = await(subject.builder().build().connect())) {
            await(one.execute("CREATE TABLE counter (n INTEGER)"));
            await(one.execute("INSERT INTO counter VALUES (0)"));
            List<CompletableFuture<?>> all = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                all.add(increment(one));
                all.add(increment(two));
            }
            all.forEach(each -> await(each));

            assertThat(subject.look("SELECT n FROM counter")).containsExactly(new long[] {2 * SESSIONS});
        }
    }

    private static CompletableFuture<?> increment(Database database) {
        return database.session(session -> session.fetchExactlyOne("SELECT n FROM counter")
                .thenCompose(row -> session.execute("UPDATE counter SET n = ?", List.of(row.getLong("n") + 1))));
    }
}

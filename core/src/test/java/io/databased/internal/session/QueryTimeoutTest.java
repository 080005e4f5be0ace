package io.databased.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.Dialect;
import io.databased.InvalidQueryException;
import io.databased.Query;
import io.databased.RenderedSql;
import io.databased.Row;
import io.databased.RowMapper;
import io.databased.VirtualDatabase;
import io.databased.internal.time.ManualScheduler;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A user's own query may say any timeout. */
@Tag("R20")
final class QueryTimeoutTest {
    private record Own(Duration limit) implements Query<Row> {
        @Override
        public RenderedSql render(Dialect dialect) {
            return RenderedSql.of("SELECT 1");
        }

        @Override
        public RowMapper<Row> mapper(Dialect dialect) {
            return row -> row;
        }

        @Override
        public Optional<Duration> timeout() {
            return Optional.of(limit);
        }
    }

    private final ManualScheduler time = new ManualScheduler();
    private final Database database = VirtualDatabase.build(
            DatabaseBuilder.of(DatabaseUrl.parse("scripted:///test"), new OneConnection())
                    .completionExecutor(Runnable::run),
            () -> time,
            () -> 0.5);

    @Test
    void timeoutThatCannotBeKeptIsRefused() {
        database.connect();

        for (Duration none : new Duration[] {Duration.ZERO, Duration.ofMillis(-1), ChronoUnit.FOREVER.getDuration()}) {
            assertThatThrownBy(() -> database.fetchAll(new Own(none)).join())
                    .hasCauseInstanceOf(InvalidQueryException.class)
                    .hasMessageContaining("no timeout that can be kept")
                    .hasMessageContaining("SELECT 1");
        }
        assertThat(database.fetchAll(new Own(Duration.ofSeconds(1)))).isCompleted();
    }
}

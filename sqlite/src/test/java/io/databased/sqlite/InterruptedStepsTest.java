package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/** SQLite is stopped at any step of what a statement takes; questions that the backend asks for it are among them. */
@Tag("R19")
final class InterruptedStepsTest {
    private static final String INSERT = "INSERT INTO t (x) VALUES (?)";

    private final Sqlite sqlite = Sqlite.memory();
    private final SQLiteConnection connection =
            sqlite.session.unwrap(SQLiteConnection.class).orElseThrow();

    @BeforeEach
    void createTables() {
        sqlite.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, x NUMERIC UNIQUE)");
        sqlite.execute("CREATE TABLE keyless (x PRIMARY KEY) WITHOUT ROWID");
        sqlite.execute("INSERT INTO t (x) VALUES (-3), (-2), (-1)");
    }

    @AfterEach
    void close() {
        sqlite.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                INSERT,
                "INSERT INTO keyless VALUES (?)",
                "INSERT INTO t (x) VALUES (?) RETURNING id",
                "UPDATE t SET x = x - 9 WHERE x < ?",
                "SELECT count(*) FROM t WHERE x <= ?",
            })
    void whatFollowsIsNotHarmed(String sql) throws SQLException {
        followsUnharmed(Sqlite.executing(sql, new BigDecimal("7.25")));
        followsUnharmed(Sqlite.fetching(sql, 7L));
    }

    @Test
    void whatFollowsABatchIsNotHarmed() throws SQLException {
        followsUnharmed(Sqlite.batch(INSERT, new Object[] {1L}, new Object[] {new BigDecimal("7.25")}));
    }

    @Test
    void whatFollowsTransactionControlIsNotHarmed() throws SQLException {
        followsUnharmed(Command.control(List.of(
                Sqlite.step(Control.Kind.SAVEPOINT, 1),
                Sqlite.step(Control.Kind.ROLLBACK_TO, 1),
                Sqlite.step(Control.Kind.RELEASE, 1))));
    }

    private void followsUnharmed(Command command) throws SQLException {
        StopAt never = new StopAt(Integer.MAX_VALUE);
        assertThat(failure(command, never)).isNull();
        assertThat(never.steps).isPositive();
        for (int step = 1; step <= never.steps; step++) {
            failure(command, new StopAt(step));

            assertThat(failure(command, new StopAt(Integer.MAX_VALUE)))
                    .as("behind one that was stopped at step %d of %d", step, never.steps)
                    .isNull();
        }
    }

    /** In a transaction that is rolled back. */
    private @Nullable Throwable failure(Command command, StopAt stop) throws SQLException {
        sqlite.begin();
        ProgressHandler.setHandler(connection, 1, stop);
        try {
            return await(sqlite.session.run(command).handle((reply, failure) -> failure));
        } finally {
            ProgressHandler.clearHandler(connection);
            sqlite.rollback();
        }
    }

    /** SQLite asks it before each instruction. */
    private static final class StopAt extends ProgressHandler {
        private final int at;
        private int steps;

        StopAt(int at) {
            this.at = at;
        }

        @Override
        protected int progress() {
            return ++steps == at ? 1 : 0;
        }
    }
}

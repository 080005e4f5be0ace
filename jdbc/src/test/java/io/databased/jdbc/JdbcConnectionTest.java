package io.databased.jdbc;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Isolation;
import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class JdbcConnectionTest {
    private final H2 h2 = new H2();

    @BeforeEach
    void createTable() {
        h2.execute("CREATE TABLE t (id bigint generated always as identity primary key, x varchar unique, n int)");
    }

    @AfterEach
    void close() {
        h2.close();
    }

    private long count() {
        return (Long) h2.single("SELECT count(*) FROM t");
    }

    private static Command inserting(String x) {
        return Command.execute("INSERT INTO t (x) VALUES (?)", new Object[] {x}).build();
    }

    @Test
    void countsAffectedRowsAndGivesTheGeneratedKey() {
        assertThat(h2.execute("INSERT INTO t (x) VALUES ('a')").key()).isEqualTo(1L);
        Reply two = h2.execute("INSERT INTO t (x) VALUES ('b'), ('c')");

        assertThat(two.affectedRows()).isEqualTo(2);
        assertThat(two.key()).isEqualTo(3L);
        assertThat(h2.execute("UPDATE t SET n = 1 WHERE id > 1").affectedRows()).isEqualTo(2);
        assertThat(h2.execute("UPDATE t SET n = 1").key()).isNull();
        assertThat(h2.execute("DELETE FROM t WHERE id > 9").affectedRows()).isZero();
        assertThat(h2.execute("SELECT * FROM t").affectedRows()).isZero();
    }

    @Test
    void givesNoKeyThatNobodyGenerated() {
        h2.execute("CREATE TABLE named (name varchar primary key)");

        assertThat(h2.execute("INSERT INTO named VALUES ('a')").affectedRows()).isEqualTo(1);
    }

    @Test
    @Tag("S24")
    void fetchesRowsAndNoneFromAStatementWithout() {
        h2.execute("INSERT INTO t (x) VALUES ('a'), ('b'), ('c')");

        assertThat(h2.fetch("SELECT x FROM t ORDER BY id"))
                .extracting(row -> row[0])
                .containsExactly("a", "b", "c");
        assertThat(h2.fetch("SELECT x FROM t WHERE id = ?", 99L)).isEmpty();
        assertThat(h2.fetch("CREATE TABLE other (x int)")).isEmpty();
        assertThat(h2.fetch("SELECT id FROM FINAL TABLE (INSERT INTO t (x) VALUES ('d'))"))
                .extracting(row -> row[0])
                .containsExactly(4L);
    }

    @Test
    void readsNoMoreRowsThanWanted() {
        h2.execute("INSERT INTO t (n) SELECT x FROM system_range(1, 100)");
        Command two = Command.fetch("SELECT n FROM t ORDER BY id", new Object[0])
                .maxRows(2)
                .build();

        assertThat(await(h2.session.run(two)).rows()).hasSize(2);
        assertThat(h2.fetch("SELECT n FROM t ORDER BY id")).hasSize(100);
    }

    @Test
    void runsABatchAllOrNothing() {
        List<Object[]> many = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            many.add(new Object[] {"x" + i});
        }
        Command batch = Command.batch("INSERT INTO t (x) VALUES (?)", many).build();
        assertThat(await(h2.session.run(batch)).affectedRows()).isEqualTo(2500);

        BackendException failure = failure(
                h2.session.run(
                        Command.batch("INSERT INTO t (x) VALUES (?)", List.of(new Object[] {"y"}, new Object[] {"x7"}))
                                .build()),
                BackendException.class);

        assertThat(failure.kind()).isEqualTo(Kind.UNIQUE);
        assertThat(failure.effect()).isEqualTo(Effect.STATEMENT);
        assertThat(count()).isEqualTo(2500);
        assertThat(await(h2.session.inTransaction())).isFalse();
    }

    @Test
    void undoesAFailedBatchInsideATransaction() {
        h2.control(h2.step(Control.Kind.BEGIN, 0));
        h2.execute("INSERT INTO t (x) VALUES ('before')");
        failure(
                h2.session.run(Command.batch(
                                "INSERT INTO t (x) VALUES (?)", List.of(new Object[] {"y"}, new Object[] {"before"}))
                        .build()),
                BackendException.class);
        h2.control(h2.step(Control.Kind.COMMIT, 0));

        assertThat(h2.fetch("SELECT x FROM t")).extracting(row -> row[0]).containsExactly("before");
    }

    @Test
    @Tag("R10")
    void controlsTransactionsAndSavepoints() {
        Command first = Command.execute("INSERT INTO t (x) VALUES ('kept')", new Object[0])
                .prelude(List.of(h2.step(Control.Kind.BEGIN, 0)))
                .build();
        await(h2.session.run(first));
        assertThat(await(h2.session.inTransaction())).isTrue();
        h2.control(h2.step(Control.Kind.SAVEPOINT, 1));
        h2.execute("INSERT INTO t (x) VALUES ('undone')");
        h2.control(h2.step(Control.Kind.SAVEPOINT, 2));
        h2.execute("INSERT INTO t (x) VALUES ('undone, too')");
        h2.control(
                h2.step(Control.Kind.RELEASE, 2),
                h2.step(Control.Kind.ROLLBACK_TO, 1),
                h2.step(Control.Kind.RELEASE, 1),
                h2.step(Control.Kind.COMMIT, 0));

        assertThat(await(h2.session.inTransaction())).isFalse();
        assertThat(h2.fetch("SELECT x FROM t")).extracting(row -> row[0]).containsExactly("kept");

        h2.control(h2.step(Control.Kind.BEGIN, 0));
        h2.execute("DELETE FROM t");
        h2.control(h2.step(Control.Kind.ROLLBACK, 0));
        assertThat(count()).isOne();
    }

    @Test
    void setsTheIsolationForOneTransactionOnly() throws SQLException {
        Connection connection = h2.session.unwrap(Connection.class).orElseThrow();
        int before = connection.getTransactionIsolation();

        h2.control(h2.step(Control.Kind.BEGIN, 0, SessionOptions.defaults().withIsolation(Isolation.SERIALIZABLE)));
        assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        h2.control(h2.step(Control.Kind.COMMIT, 0));

        assertThat(connection.getTransactionIsolation()).isEqualTo(before);
        assertThat(connection.getAutoCommit()).isTrue();
    }

    @Test
    void runsNothingBehindAFailedPrelude() {
        h2.control(h2.step(Control.Kind.BEGIN, 0));
        Command command = Command.execute("INSERT INTO t (x) VALUES ('a')", new Object[0])
                .prelude(List.of(h2.step(Control.Kind.RELEASE, 7)))
                .build();

        BackendException failure = failure(h2.session.run(command), BackendException.class);

        assertThat(failure.effect()).isEqualTo(Effect.PRELUDE);
        assertThat(count()).isZero();
    }

    @Test
    @Tag("N12")
    void namesADeadlockAsTheEndOfTheTransaction() {
        h2.execute("INSERT INTO t (x, n) VALUES ('a', 0), ('b', 0)");
        SessionBackend other = h2.open();
        Command begin = Command.control(List.of(h2.step(Control.Kind.BEGIN, 0)));
        await(h2.session.run(begin));
        await(other.run(begin));
        h2.execute("UPDATE t SET n = 1 WHERE x = 'a'");
        await(other.run(H2.fetching("UPDATE t SET n = 2 WHERE x = 'b'")));

        CompletionStage<Reply> mine = h2.session.run(H2.fetching("UPDATE t SET n = 1 WHERE x = 'b'"));
        CompletionStage<Reply> theirs = other.run(H2.fetching("UPDATE t SET n = 2 WHERE x = 'a'"));
        until(
                "the statement has ended",
                () -> mine.toCompletableFuture().isDone()
                        || theirs.toCompletableFuture().isDone());

        BackendException failure =
                failure(mine.toCompletableFuture().isCompletedExceptionally() ? mine : theirs, BackendException.class);
        assertThat(failure.kind()).isIn(Kind.DEADLOCK, Kind.BUSY, Kind.SERIALIZATION);
        assertThat(failure.kind().retryable()).isTrue();
        assertThat(failure.effect())
                .isEqualTo(failure.kind() == Kind.DEADLOCK ? Effect.TRANSACTION_ENDED : Effect.STATEMENT);
        await(other.close());
    }

    @Test
    @Tag("R19")
    void cancelsARunningStatementAndGoesOn() {
        Command endless = H2.fetching(
                "SELECT count(*) FROM system_range(1, 100000) a, system_range(1, 100000) b WHERE a.x + b.x = ?", -1L);
        CompletionStage<Reply> reply = h2.session.run(endless);

        h2.session.interrupt(endless);

        assertThat(failure(reply, BackendException.class).kind()).isEqualTo(Kind.CANCELLED);
        assertThat(h2.session.reusableAfterInterrupt()).isTrue();
        assertThat(count()).isZero();
    }

    @Test
    void streamsInWindowsAndFreesTheResult() {
        h2.execute("INSERT INTO t (n) SELECT x FROM system_range(1, 10)");
        RowCursor cursor = await(h2.session.stream(H2.fetching("SELECT n FROM t ORDER BY id")));

        assertThat(cursor.columns()).containsExactly("N");
        assertThat(await(cursor.next(4))).hasSize(4);
        assertThat(await(cursor.next(6))).hasSize(6);
        assertThat(await(cursor.next(6))).isEmpty();
        await(cursor.close());
        await(cursor.close());
        assertThat(await(cursor.next(1))).isEmpty();
        assertThat(count()).isEqualTo(10);
    }

    @Test
    void tellsAStreamThatCannotBegin() {
        BackendException failure =
                failure(h2.session.stream(H2.fetching("SELECT * FROM missing")), BackendException.class);

        assertThat(failure.kind()).isEqualTo(Kind.OBJECT);
    }

    @Test
    void whatIsSaidOfValuesIsToldWithoutThem() {
        assertThat(failure(h2.session.run(H2.fetching("SELECT 1 / 0")), BackendException.class)
                        .getMessage())
                .isEqualTo("Division by zero");
        BackendException unfit =
                failure(h2.session.run(H2.fetching("SELECT CAST('se: \"cret' AS INT)")), BackendException.class);
        assertThat(unfit.getMessage()).isEqualTo("Data conversion error converting");
        assertThat(Objects.requireNonNull(unfit.databaseMessage()).text()).contains("cret");
    }

    @Test
    void reportsALostConnection() {
        List<Throwable> losses = new ArrayList<>();
        SessionBackend victim = h2.open();
        victim.onLost(losses::add);
        await(victim.validate());
        h2.shutdown();

        BackendException failure = failure(victim.run(inserting("a")), BackendException.class);

        assertThat(failure.effect()).isEqualTo(Effect.CONNECTION_LOST);
        assertThat(losses).hasSize(1);
        assertThat(failure(victim.validate(), BackendException.class).effect()).isEqualTo(Effect.CONNECTION_LOST);
    }

    @Test
    @Tag("R22")
    void cannotResetAndSaysSo() {
        assertThat(failure(h2.session.reset(), BackendException.class).kind()).isEqualTo(Kind.UNSUPPORTED);
    }
}

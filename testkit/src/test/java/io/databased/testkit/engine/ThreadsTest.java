package io.databased.testkit.engine;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Converter;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.Query;
import io.databased.Row;
import io.databased.Session;
import io.databased.Sql;
import io.databased.spi.CallbackThread;
import io.databased.testkit.Futures;
import io.databased.testkit.ScriptedBackend;
import io.databased.testkit.ScriptedStep;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On which threads users' code runs. */
@Tag("R31")
final class ThreadsTest {
    private static final Sql<Row> QUERY = sql("SELECT thread FROM t");

    private final ScriptedBackend backend = ScriptedBackend.strict();

    private DatabaseBuilder onOurExecutor() {
        return DatabaseBuilder.of(DatabaseUrl.parse("testkit:///threads"), backend);
    }

    /** Runs the answer on a thread of its own, which stands for the driver's. */
    private static Thread onDriver(Runnable answer) {
        Thread driver = new Thread(answer, "driver");
        driver.setDaemon(true);
        driver.start();
        return driver;
    }

    @Test
    @Tag("P19")
    void futuresCompleteOnOurExecutorAndNeverOnTheDriversThread() {
        ScriptedStep step = backend.expect("UPDATE a");
        try (Database database = await(onOurExecutor().build().connect())) {
            CompletableFuture<Thread> completedOn =
                    database.execute("UPDATE a").thenApply(done -> Thread.currentThread());

            Thread driver = onDriver(step::thenReply);

            Thread callback = await(completedOn);
            assertThat(callback).isNotSameAs(driver).isNotSameAs(Thread.currentThread());
            assertThat(callback.isDaemon()).isTrue();
        }
    }

    @Test
    void callbacksDoNotRunOnTheCommonPool() {
        ScriptedStep step = backend.expect("UPDATE a");
        try (Database database = await(onOurExecutor().build().connect())) {
            CompletableFuture<ForkJoinPool> pool = database.execute("UPDATE a").thenApply(done -> {
                ForkJoinPool current = ForkJoinTask.getPool();
                return current == null ? new ForkJoinPool(1) : current;
            });
            onDriver(step::thenReply);

            assertThat(await(pool)).isNotSameAs(ForkJoinPool.commonPool());
        }
    }

    @Test
    void workAndHooksOfSessionRunOffTheDriversThread() {
        ScriptedStep first = backend.expect("BEGIN; UPDATE a");
        ScriptedStep commit = backend.expect("COMMIT");
        List<Thread> seen = new CopyOnWriteArrayList<>();
        try (Database database = await(onOurExecutor().build().connect())) {
            CompletableFuture<?> work = database.session(session -> {
                session.afterCommit(() -> seen.add(Thread.currentThread()));
                return session.execute("UPDATE a").thenAccept(done -> seen.add(Thread.currentThread()));
            });
            onDriver(first::thenReply);
            await(commit.arrival());
            onDriver(commit::thenReply);
            await(work);

            assertThat(seen).hasSize(2).noneMatch(thread -> thread.getName().equals("driver"));
        }
    }

    @Test
    void recordsAreMadeWhereTheirRowsAreRead() {
        assertThat(madeOn(QUERY.mapTo(Made.class), onOurExecutor(), "x")).isEqualTo("driver");
    }

    @Test
    void mapperOfTheUserRunsOffTheDriversThread() {
        assertThat(madeOn(QUERY.map(row -> row.mapTo(Made.class)), onOurExecutor(), "x"))
                .isNotEqualTo("driver");
    }

    @Test
    void rowsWaitForTheExecutorIfTheUserHasConverters() {
        assertThat(madeOn(QUERY.mapTo(Made.class), onOurExecutor().converter(new Reversal()), "x"))
                .isNotEqualTo("driver");
    }

    @Test
    void manyRowsAreMappedOffTheDriversThread() {
        Object[] values =
                IntStream.rangeClosed(0, 4_096).mapToObj(String::valueOf).toArray();

        assertThat(madeOn(QUERY.mapTo(Made.class), onOurExecutor(), values)).isNotEqualTo("driver");
    }

    private String madeOn(Query<Made> query, DatabaseBuilder builder, Object... values) {
        ScriptedStep step = backend.expect("SELECT thread FROM t");
        try (Database database = await(builder.build().connect())) {
            CompletableFuture<List<Made>> made = database.fetchAll(query);
            onDriver(() -> step.thenRows("thread", values));
            return await(made).get(0).thread();
        }
    }

    /** Knows the thread that made it. */
    record Made(String thread) {
        Made {
            thread = Thread.currentThread().getName();
        }
    }

    /** Never called: it is there. */
    private static final class Reversal implements Converter<StringBuilder, String> {
        @Override
        public Class<StringBuilder> type() {
            return StringBuilder.class;
        }

        @Override
        public Class<String> databaseType() {
            return String.class;
        }

        @Override
        public String toDatabase(StringBuilder value) {
            return value.reverse().toString();
        }

        @Override
        public StringBuilder fromDatabase(String value) {
            return new StringBuilder(value).reverse();
        }
    }

    @Test
    void threadThatRunsCallbacksIsToldBeforeOneWaits() throws InterruptedException {
        ScriptedStep first = backend.expect("UPDATE a");
        ScriptedStep second = backend.expect("UPDATE b");
        try (Database database = await(onOurExecutor().build().connect())) {
            List<String> told = new CopyOnWriteArrayList<>();
            Thread caller = new Waiter(
                    () -> {
                        CompletableFuture<?> update = database.execute("UPDATE a");
                        update.join();
                        update.join(); // is done: nothing to wait for
                        database.blocking().execute("UPDATE b");
                    },
                    () -> {
                        (told.isEmpty() ? first : second).thenReply();
                        told.add("waits");
                    });
            caller.start();
            caller.join();

            assertThat(told).containsExactly("waits", "waits");
        }
    }

    private static final class Waiter extends Thread implements CallbackThread {
        private final Runnable whenItWaits;

        Waiter(Runnable callback, Runnable whenItWaits) {
            super(callback);
            setDaemon(true);
            this.whenItWaits = whenItWaits;
        }

        @Override
        public boolean offer(Runnable callback, Executor elsewhere) {
            return false;
        }

        @Override
        public void beforeWaiting() {
            whenItWaits.run();
        }
    }

    @Test
    void executorOfTheUserIsUsedInPlaceOfOurs() {
        backend.expect("UPDATE a").thenReply();
        List<Runnable> tasks = new CopyOnWriteArrayList<>();
        try (Database database = onOurExecutor()
                .completionExecutor(task -> {
                    tasks.add(task);
                    task.run();
                })
                .build()) {
            await(database.connect());
            tasks.clear();

            await(database.execute("UPDATE a"));

            assertThat(tasks).isNotEmpty();
        }
    }

    @Test
    void callerThatWaitsForConnectionSendsItsFirstStatementItself() {
        backend.expect("BEGIN; UPDATE a").thenReply();
        backend.expect("COMMIT").thenReply();
        ScriptedStep first = backend.expect("BEGIN; UPDATE b").thenReply();
        backend.expect("COMMIT").thenReply();
        CompletableFuture<Thread> sentBy = first.arrival().thenApply(connection -> Thread.currentThread());
        PoolOptions one = PoolOptions.builder().maxSize(1).build();
        try (Database database = await(onOurExecutor().pool(one).build().connect())) {
            Session holder = await(database.session().open());
            await(holder.execute("UPDATE a"));
            CompletableFuture<Long> answered = new CompletableFuture<>();
            Thread caller = new Thread(() -> answered.complete(database.blocking()
                    .session(session -> session.execute("UPDATE b").affectedRows())));
            caller.setDaemon(true);
            caller.start();
            Futures.until("the caller waits", () -> database.stats().waiting() == 1);

            await(holder.commit());

            assertThat(await(answered)).isZero();
            assertThat(await(sentBy)).isSameAs(caller);
        }
    }

    @Test
    @Tag("P19")
    void waitingOnThreadThatServesConnectionsIsRefused() {
        ScriptedStep step = backend.expect("UPDATE a");
        try (Database database = await(backend.builder().build().connect())) {
            CompletableFuture<?> future = database.execute("UPDATE a");
            backend.serveOn(Thread.currentThread());

            assertThatThrownBy(future::join).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> database.blocking().execute("UPDATE b")).isInstanceOf(IllegalStateException.class);

            backend.serveOn(null);
            step.thenReply();
            await(future);
            backend.verify();
        }
    }

    @Test
    @Tag("P19")
    void connectingOnThreadThatServesConnectionsIsRefusedBeforeItBegins() {
        try (Database database = backend.builder().build()) {
            backend.serveOn(Thread.currentThread());
            assertThatThrownBy(() -> database.blocking().connect()).isInstanceOf(IllegalStateException.class);
            assertThat(database.isConnected()).isFalse();
            backend.serveOn(null);

            await(database.connect());
            backend.serveOn(Thread.currentThread());
            assertThatThrownBy(() -> database.blocking().disconnect()).isInstanceOf(IllegalStateException.class);
            assertThat(database.isConnected()).isTrue();
            backend.serveOn(null);
        }
    }
}

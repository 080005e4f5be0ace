package io.databased.reliability;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.testkit.Futures;
import io.databased.testkit.History;
import io.databased.testkit.History.Claim;
import io.databased.testkit.LeakCheck;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The connection of a stream is cut, or ended by the server, or silent, in each state of the stream. The rows that were given are
 * the first ones, the stream fails and is never told to be at its end, and what its session has written is gone.
 */
@ExtendWith(Harness.class)
final class BrokenStreamTest {
    private static final Duration LIMIT = Duration.ofMillis(400);

    /** A busy machine may be slow to give the first rows. */
    private static final Duration LONG_LIMIT = Duration.ofSeconds(2);

    /** What the stream does when it happens. */
    private enum State {
        /** The server has more rows than it can get rid of. */
        PAUSED,
        /** All that has come was read, and more is wanted. */
        READING,
        /** Nobody wants more of what the server has. */
        CLOSED
    }

    private enum Fault {
        CUT(subject -> subject.proxy().reset()),
        ENDED(Subject::killSessions),
        SILENT(subject -> subject.proxy().blackhole());

        private final Consumer<Subject> happen;

        Fault(Consumer<Subject> happen) {
            this.happen = happen;
        }
    }

    private record Case(State state, Fault fault) {}

    /** Each case has a database and a wire of its own, so that they last at the same time. */
    @ParameterizedTest
    @MethodSource("io.databased.reliability.Backend#wired")
    @Tag("N1")
    @Tag("N2")
    @Tag("N7")
    @Tag("N32")
    void isNeverToldToBeAtItsEnd(Backend backend) {
        List<Case> cases = Stream.of(State.values())
                .flatMap(state -> Stream.of(Fault.values()).map(fault -> new Case(state, fault)))
                .toList();

        Together.each(cases, each -> breaks(backend, each.state, each.fault));
    }

    private static void breaks(Backend backend, State state, Fault fault) {
        try (Subject subject = backend.subject();
                Database database = await(database(subject))) {
            subject.execute(Writers.TABLE);
            History history = new History(1);
            long unit = history.begin();
            Session session = await(database.session().open());
            await(session.execute("INSERT INTO written VALUES (?, 0, ?)", List.of(unit, Harness.VALUE)));
            Duration limit = fault == Fault.SILENT ? LONG_LIMIT : Futures.DEADLINE;
            Reader reader = new Reader();
            String rows = state == State.READING ? backend.rowsThatStop() : backend.largeRows();
            session.stream(sql(rows).map(row -> row.getLong("i")).within(limit)).subscribe(reader);
            reader.request(state == State.READING ? Long.MAX_VALUE : 1);
            Futures.until("rows are there", () -> !reader.rows.isEmpty());

            fault.happen.accept(subject);
            if (state == State.CLOSED) {
                reader.cancel();
            } else {
                reader.request(Long.MAX_VALUE);
                Logs.assertWithout(failure(reader.completion, DatabasedException.class), Harness.SECRETS);
            }
            history.claim(unit, Claim.ofSession(Story.failureOf(session.commit())));

            assertThat(reader.rows)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, reader.rows.size())
                            .boxed()
                            .toList());
            subject.proxy().heal();
            subject.proxy().reset(); // the server hears of what the hole has swallowed, and rolls it back
            await(session.close());
            LeakCheck.assertIdle(database);
            Report.verify(history.compare(subject.look("SELECT unit, part FROM written")));
            Report.say(backend + ": stream " + state + ", " + fault + " behind " + reader.rows.size() + " rows");
            Report.add(Report.Count.SCHEDULES, 1);
        }
    }

    private static CompletableFuture<Database> database(Subject subject) {
        return subject.builder()
                .pool(PoolOptions.builder()
                        .maxSize(2)
                        .validateAfterIdle(Duration.ofHours(1))
                        .closeTimeout(LIMIT)
                        .build())
                .commitTimeout(LIMIT)
                .build()
                .connect();
    }

    /** Asks for rows when it is told to. */
    private static final class Reader implements Flow.Subscriber<Long> {
        private final List<Long> rows = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private final CompletableFuture<Void> completion = new CompletableFuture<>();

        void request(long count) {
            await(subscription).request(count);
        }

        void cancel() {
            await(subscription).cancel();
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(Long row) {
            rows.add(row);
        }

        @Override
        public void onError(Throwable failure) {
            completion.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            completion.complete(null);
        }
    }
}

package io.databased.testkit;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.Query;
import io.databased.Session;
import io.databased.StatementException;
import io.databased.StreamOpenException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reading rows as they are asked for. */
public interface StreamingContract extends DatabaseContract {
    private Query<Integer> count(int rows) {
        return sql(numbers(rows)).map(row -> row.getInt("i"));
    }

    @Test
    @Tag("R8")
    default void givesAllRowsInOrderAndCompletes(Database database) {
        RowProbe<Integer> probe = new RowProbe<>();

        database.stream(count(1000)).subscribe(probe);
        probe.request(Long.MAX_VALUE);

        assertThat(await(probe.completion()))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 1000).boxed().toList());
    }

    @Test
    @Tag("R8")
    @Tag("N32")
    default void givesNoMoreThanWasAskedFor(Database database) {
        RowProbe<Integer> probe = new RowProbe<>();
        database.stream(count(1000)).subscribe(probe);

        probe.request(3);
        Futures.until("3 rows are there", () -> probe.rows().size() == 3);
        probe.request(2);
        Futures.until("5 rows are there", () -> probe.rows().size() == 5);
        assertThat(probe.completion()).isNotDone();

        probe.cancel();
        assertThat(probe.rows()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    @Tag("R8")
    default void completesWithoutRows(Database database) {
        RowProbe<String> probe = new RowProbe<>();

        database.stream(sql("SELECT title FROM movies").value(String.class)).subscribe(probe);
        probe.request(1);

        assertThat(await(probe.completion())).isEmpty();
    }

    @Test
    @Tag("S28")
    default void failsTheSubscriberWhenTheStatementIsRefused(Database database) {
        RowProbe<Object> probe = new RowProbe<>();

        database.stream(sql("SELECT 1 FROM nowhere").value(Object.class)).subscribe(probe);
        probe.request(1);

        failure(probe.completion(), StatementException.class);
    }

    @Test
    @Tag("R19")
    @Tag("N32")
    default void cancelledStreamGivesItsConnectionBack(Database database) {
        for (int i = 0; i < 20; i++) {
            RowProbe<Integer> probe = new RowProbe<>();
            database.stream(count(10_000)).subscribe(probe);
            probe.request(1);
            Futures.until("a row is there", () -> !probe.rows().isEmpty());
            probe.cancel();
        }

        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R8")
    default void otherStatementsOfTheSessionAreRefusedWhileItStreams(Database database) {
        Session session = await(database.session().open());
        await(insert(session, "Alien"));
        RowProbe<Integer> probe = new RowProbe<>();
        session.stream(count(1000)).subscribe(probe);
        probe.request(1);
        Futures.until("a row is there", () -> !probe.rows().isEmpty());

        failure(insert(session, "Aliens"), DatabasedException.class);

        probe.request(Long.MAX_VALUE);
        assertThat(await(probe.completion())).hasSize(1000);
        await(insert(session, "Alien 3"));
        await(session.commit());
        assertThat(titles(database)).containsExactly("Alien", "Alien 3");
    }

    @Test
    @Tag("R8")
    @Tag("R19")
    default void sessionGoesOnAtOnceAfterCancelledStream(Database database) {
        Session session = await(database.session().open());
        RowProbe<Integer> probe = new RowProbe<>();
        session.stream(count(10_000)).subscribe(probe);
        probe.request(1);
        Futures.until("a row is there", () -> !probe.rows().isEmpty());

        probe.cancel();

        await(insert(session, "Alien"));
        await(session.commit());
        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R8")
    default void workThatWantsNoMoreRowsCommits(Database database) {
        database.blocking().useSession(session -> {
            session.execute("INSERT INTO movies (title) VALUES ('Alien')");
            assertThatThrownBy(() -> session.forEach(count(10_000), row -> {
                        throw new IllegalStateException("enough");
                    }))
                    .hasMessage("enough");
        });

        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("R8")
    default void consumerOfABlockingCallIsRefusedHoweverFewTheRowsAre(Database database) {
        for (int i = 0; i < 30; i++) { // whether all rows are read before the consumer has the first is a race
            database.blocking()
                    .useSession(session -> assertThatThrownBy(
                                    () -> session.forEach(count(3), row -> session.execute("DELETE FROM movies")))
                            .isInstanceOf(StreamOpenException.class));
        }
        assertThat(database.blocking().forEach(count(3), row -> {})).isEqualTo(3);
    }

    @Test
    @Tag("R9")
    default void cancellingTheSessionEndsItsStream(Database database) {
        Session session = await(database.session().open());
        RowProbe<Integer> probe = new RowProbe<>();
        session.stream(count(100_000)).subscribe(probe);
        probe.request(1);
        Futures.until("a row is there", () -> !probe.rows().isEmpty());

        await(session.cancel());

        probe.request(Long.MAX_VALUE);
        failure(probe.completion(), DatabasedException.class);
    }

    @Test
    @Tag("R8")
    default void forEachCountsTheRows(Database database) {
        List<Integer> seen = new ArrayList<>();

        long rows = await(database.forEach(count(500), seen::add));

        assertThat(rows).isEqualTo(500);
        assertThat(seen).hasSize(500).startsWith(1).endsWith(500);
    }

    @Test
    @Tag("R8")
    default void forEachStopsAtWhatTheConsumerThrows(Database database) {
        IllegalStateException thrown = new IllegalStateException("of the consumer");
        List<Integer> seen = new ArrayList<>();

        CompletableFuture<Long> rows = database.forEach(count(10_000), row -> {
            seen.add(row);
            if (row == 3) {
                throw thrown;
            }
        });

        assertThat(failure(rows, IllegalStateException.class)).isSameAs(thrown);
        assertThat(seen).containsExactly(1, 2, 3);
    }

    @Test
    @Tag("R19")
    default void cancelledForEachStops(Database database) {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<Long> rows = database.forEach(count(1_000_000), first::complete);
        await(first);

        rows.cancel(true);

        assertThat(rows).isCancelled();
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("R8")
    default void blockingForEachRunsOnTheCallersThread(Database database) {
        Thread caller = Thread.currentThread();

        long rows = database.blocking()
                .forEach(count(10), row -> assertThat(Thread.currentThread()).isSameAs(caller));

        assertThat(rows).isEqualTo(10);
    }

    @Test
    @Tag("R8")
    default void takesParameters(Database database) {
        await(database.execute("INSERT INTO movies (title, released) VALUES (?, ?)", List.of("Alien", 1979)));
        Query<String> query = sql("SELECT title FROM movies WHERE title = :title AND released = :year")
                .bind("title", "Alien")
                .bind("year", 1979)
                .value(String.class);
        for (int i = 0; i < 3; i++) {
            List<String> titles = new ArrayList<>();
            await(database.forEach(query, titles::add));
            assertThat(titles).containsExactly("Alien");
        }
    }

    @Test
    @Tag("R8")
    default void secondSubscriberIsRefused(Database database) {
        RowProbe<Integer> first = new RowProbe<>();
        RowProbe<Integer> second = new RowProbe<>();
        var publisher = database.stream(count(3));
        publisher.subscribe(first);
        publisher.subscribe(second);
        second.request(1);
        first.request(Long.MAX_VALUE);

        failure(second.completion(), IllegalStateException.class);
        assertThat(await(first.completion())).containsExactly(1, 2, 3);
    }
}

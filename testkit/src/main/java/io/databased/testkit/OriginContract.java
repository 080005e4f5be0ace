package io.databased.testkit;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.AcquireTimeoutException;
import io.databased.BlockingQueryable;
import io.databased.Database;
import io.databased.InvalidQueryException;
import io.databased.MappingException;
import io.databased.PoolOptions;
import io.databased.Query;
import io.databased.Queryable;
import io.databased.Session;
import io.databased.SessionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Whatever fails of a statement, and whichever way it was asked for: the SQL, the session and the caller's line are told. */
public interface OriginContract extends DatabaseContract {
    /** Ways to ask for rows. */
    private static List<Function<Queryable, Throwable>> fetches(Query<?> query) {
        return List.of(
                on -> failureOf(on.fetchAll(query)),
                on -> failureOf(on.fetchOne(query)),
                on -> failureOf(on.fetchExactlyOne(query)),
                on -> failureOf(on.forEach(query, row -> {})),
                on -> failureOf(all(on.stream(query))));
    }

    private static List<Function<BlockingQueryable, Throwable>> blockingFetches(Query<?> query) {
        return List.of(
                on -> thrown(() -> on.fetchAll(query)),
                on -> thrown(() -> on.fetchOne(query)),
                on -> thrown(() -> on.fetchExactlyOne(query)),
                on -> thrown(() -> on.forEach(query, row -> {})));
    }

    /** Ways to run it as well. */
    private static List<Function<Queryable, Throwable>> ways(String sql, List<?> values) {
        List<Function<Queryable, Throwable>> ways = new ArrayList<>(fetches(sql(sql)));
        ways.add(on -> failureOf(on.execute(sql)));
        ways.add(on -> failureOf(on.executeMany(sql, List.of(values))));
        return ways;
    }

    private static List<Function<BlockingQueryable, Throwable>> blockingWays(String sql, List<?> values) {
        List<Function<BlockingQueryable, Throwable>> ways = new ArrayList<>(blockingFetches(sql(sql)));
        ways.add(on -> thrown(() -> on.execute(sql)));
        ways.add(on -> thrown(() -> on.executeMany(sql, List.of(values))));
        return ways;
    }

    /** On the database, in a session and in a child, with futures and without. */
    private static void everywhere(
            Database database,
            List<Function<Queryable, Throwable>> ways,
            List<Function<BlockingQueryable, Throwable>> blocking,
            OriginCheck check) {
        SessionOptions ripley = SessionOptions.named("ripley");
        SessionOptions newt = SessionOptions.named("newt");
        for (Function<Queryable, Throwable> way : ways) {
            check.of(way.apply(database), "");
            check.of(failureOf(database.session(ripley, session -> failed(session, way))), "ripley");
            if (database.dialect().savepoints()) {
                check.of(
                        failureOf(database.session(session -> session.transaction(newt, child -> failed(child, way)))),
                        "newt");
            }
        }
        for (Function<BlockingQueryable, Throwable> way : blocking) {
            check.of(way.apply(database.blocking()), "");
            check.of(
                    thrown(() -> database.blocking().session(ripley, session -> {
                        throw way.apply(session);
                    })),
                    "ripley");
        }
        check.done((database.dialect().savepoints() ? 3 : 2) * ways.size() + 2 * blocking.size());
    }

    /** Work that fails as its statement does. */
    private static CompletionStage<Void> failed(Session session, Function<Queryable, Throwable> way) {
        return CompletableFuture.failedFuture(way.apply(session));
    }

    @Test
    default void refusedQueryTellsWhereItComesFrom(Database database) {
        String sql = "UPDATE movies SET released = :released";

        everywhere(
                database,
                ways(sql, List.of()),
                blockingWays(sql, List.of()),
                new OriginCheck(InvalidQueryException.class, sql));
    }

    @Test
    default void rowThatDoesNotMapTellsWhereItComesFrom(Database database) {
        await(insert(database, "Alien"));
        String text = "SELECT title FROM movies";
        Query<Integer> query = sql(text).map(row -> row.getInt("released"));
        List<Function<Queryable, Throwable>> ways = new ArrayList<>(fetches(query));
        ways.add(on -> failureOf(on.forEach(sql(text), row -> row.getInt("released"))));
        List<Function<BlockingQueryable, Throwable>> blocking = new ArrayList<>(blockingFetches(query));
        blocking.add(on -> thrown(() -> on.forEach(sql(text), row -> row.getInt("released"))));

        everywhere(database, ways, blocking, new OriginCheck(MappingException.class, text));
    }

    @Test
    default void lackOfAConnectionTellsWhatWasToBeRun() {
        String sql = "UPDATE movies SET released = 1979";
        PoolOptions pool = PoolOptions.builder()
                .maxSize(1)
                .acquireTimeout(Duration.ofMillis(10))
                .build();
        try (Database database = open(builder().pool(pool))) {
            Session holder = await(database.session().open());

            everywhere(
                    database,
                    ways(sql, List.of()),
                    blockingWays(sql, List.of()),
                    new OriginCheck(AcquireTimeoutException.class, sql));

            await(holder.close());
        }
    }

    @Test
    default void lackOfAConnectionTellsWhichSessionWasToBeOpened() {
        PoolOptions pool = PoolOptions.builder()
                .maxSize(1)
                .acquireTimeout(Duration.ofMillis(10))
                .build();
        try (Database database = open(builder().pool(pool))) {
            Session holder = await(database.session().open());
            Session ripley = database.session(SessionOptions.named("ripley"));

            AcquireTimeoutException failure = failure(ripley.open(), AcquireTimeoutException.class);

            assertThat(failure.sql()).isEmpty();
            assertThat(failure).hasMessageContaining("session 'ripley'; at OriginContract.");
            assertThat(failure.getStackTrace()[0].getClassName()).isEqualTo(OriginContract.class.getName());
            await(holder.close());
        }
    }

    private static Throwable failureOf(CompletionStage<?> stage) {
        return failure(stage, Throwable.class);
    }

    private static Throwable thrown(ThrowingCallable call) {
        return catchThrowable(call);
    }

    private static <T> CompletableFuture<?> all(Flow.Publisher<T> rows) {
        CompletableFuture<?> end = new CompletableFuture<>();
        rows.subscribe(new Flow.Subscriber<T>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(T row) {}

            @Override
            public void onError(Throwable failure) {
                end.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                end.complete(null);
            }
        });
        return end;
    }
}

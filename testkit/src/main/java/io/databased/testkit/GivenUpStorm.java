package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.PoolOptions;
import io.databased.Row;
import io.databased.Session;
import io.databased.SessionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/**
 * Work that is given up never harms what comes after it: on a pool of one connection, a session with several statements is
 * given up at a random moment and in a random way, then another session reads and writes.
 */
public interface GivenUpStorm extends DatabaseContract {
    /** How the first session is given up. */
    enum Way {
        FUTURES,
        SCOPE,
        CLOSE,
        CANCEL,
        TIMEOUT
    }

    /** A query that takes some 15 ms. */
    String shortQuery();

    /** How often. */
    default int rounds() {
        return 60;
    }

    /** Whether a connection outlives a statement that was cancelled on it; without that, force-rollback is lost with it. */
    default boolean outlivesSignals() {
        return true;
    }

    @Test
    @Execution(CONCURRENT)
    @Tag("R19")
    @Tag("N17")
    default void innocentSessionsAreNotHit() {
        storm(false);
    }

    @Test
    @Execution(CONCURRENT)
    @Tag("R19")
    @Tag("R28")
    default void innocentSessionsAreNotHitInForceRollback() {
        if (outlivesSignals()) {
            storm(true);
        }
    }

    private void storm(boolean forced) {
        Seeds.each(3, random -> {
            try (Database database = await(builder().build().connect())) {
                await(database.execute("DROP TABLE IF EXISTS storm"));
                await(database.execute("CREATE TABLE storm (i INTEGER)"));
            }
            DatabaseBuilder builder =
                    builder().pool(PoolOptions.builder().maxSize(1).build());
            try (Database database = (forced ? builder.forceRollback() : builder).build()) {
                await(database.connect());
                for (int round = 0; round < rounds(); round++) {
                    Way way = Way.values()[random.nextInt(Way.values().length)];
                    giveUp(database, random, way);
                    assertThat(innocent(database, round))
                            .as("round %s, after %s", round, way)
                            .isOne();
                }
            }
        });
    }

    private void giveUp(Database database, Random random, Way way) {
        SessionOptions options = way == Way.TIMEOUT
                ? SessionOptions.defaults().withStatementTimeout(Duration.ofMillis(1 + random.nextInt(5)))
                : SessionOptions.defaults();
        if (way == Way.SCOPE) {
            CompletableFuture<?> scope = database.session(options, session -> {
                statements(session, random);
                return session.fetchAll(slowQuery());
            });
            pause(random);
            scope.cancel(true);
            return;
        }
        Session session = await(database.session(options).open());
        List<CompletableFuture<?>> statements = statements(session, random);
        pause(random);
        if (way == Way.FUTURES) {
            Collections.shuffle(statements, random);
            statements.forEach(statement -> statement.cancel(true));
        } else if (way == Way.CANCEL) {
            session.cancel();
        } else if (way == Way.TIMEOUT) {
            Futures.until("the timeout has come", statements.get(0)::isDone);
        }
        await(session.close());
    }

    /** The first is slow, one of the others maybe, too. */
    private List<CompletableFuture<?>> statements(Session session, Random random) {
        List<CompletableFuture<?>> statements = new ArrayList<>();
        statements.add(session.fetchAll(random.nextInt(3) == 0 ? shortQuery() : slowQuery()));
        for (int i = random.nextInt(3); i > 0; i--) {
            statements.add(
                    random.nextBoolean()
                            ? session.execute("INSERT INTO storm VALUES (0)")
                            : session.fetchAll(shortQuery()));
        }
        return statements;
    }

    private static void pause(Random random) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(20_000)));
    }

    /** How many rows of this round there are. */
    private long innocent(Database database, int round) {
        return await(database.session(session -> session.fetchAll(shortQuery())
                .thenCompose(read -> session.execute("INSERT INTO storm VALUES (?)", List.of(round + 1)))
                .thenCompose(written -> session.fetchAll(shortQuery()))
                .thenCompose(
                        read -> session.fetchOne("SELECT count(*) AS n FROM storm WHERE i = ?", List.of(round + 1)))
                .thenApply(row -> row.map((Row found) -> found.getLong("n")).orElseThrow())));
    }
}

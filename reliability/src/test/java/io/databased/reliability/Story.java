package io.databased.reliability;

import static io.databased.Sql.sql;

import io.databased.CommitOutcomeUnknownException;
import io.databased.Database;
import io.databased.Queryable;
import io.databased.Session;
import io.databased.testkit.Futures;
import io.databased.testkit.History;
import io.databased.testkit.History.Claim;
import io.databased.testkit.LeakCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A bit of everything: connect, a session with a child that is kept, one that fails and is thrown away, and a stream; a statement
 * by itself; disconnect. What it was told is claimed in two histories.
 */
final class Story {
    /** What a test does at the futures and callbacks of the story, which come in the same order each time. */
    interface Steps {
        /** Sees a future as soon as there is one. */
        default void future(CompletableFuture<?> future) {}

        /** Whether that which was to happen has happened. */
        default boolean over() {
            return false;
        }

        /** Runs inside a callback. */
        default void callback() {}
    }

    private static final String[] TABLES = {
        "CREATE TABLE story (unit BIGINT NOT NULL, part INTEGER NOT NULL, words VARCHAR(60))",
        "CREATE TABLE shots (unit BIGINT NOT NULL, part INTEGER NOT NULL, words VARCHAR(60))"
    };
    private static final int UNDONE = 9;

    private final Subject subject;
    private final History sessions = new History(3);
    private final History statements = new History(1);

    /** Of one run. */
    private final List<CompletableFuture<?>> futures = new ArrayList<>();

    private Steps steps = new Steps() {};

    Story(Subject subject) {
        this.subject = subject;
        subject.execute(TABLES);
    }

    /** Runs once; all that was begun must end, and nothing may be left. */
    void run(Database database, Steps what) {
        futures.clear();
        steps = what;
        Throwable refused = failureOf(see(database.connect()));
        if (database.isConnected()) {
            work(database);
        } else if (refused == null) {
            throw new AssertionError("connect() has succeeded, and the database is not connected");
        }
        database.close();
        futures.forEach(Story::failureOf); // all of them are over
        subject.awaitNoConnections();
        Report.add(Report.Count.SCHEDULES, 1);
    }

    private void work(Database database) {
        long unit = sessions.begin();
        CompletableFuture<?> scope = see(database.session(session -> work(session, unit)));
        claim(sessions, unit, scope, resolved(failureOf(scope)));
        long shot = statements.begin();
        CompletableFuture<?> statement = see(insert(database, "shots", shot, 0));
        claim(statements, shot, statement, Claim.ofStatement(failureOf(statement)));
        LeakCheck.assertIdle(database);
        steps = new Steps() {};
        failureOf(database.fetchAll("SELECT 1"));
    }

    /** Compares what was told, over all runs, with what is there. */
    void verify() {
        Report.verify(sessions.compare(subject.look("SELECT unit, part FROM story")));
        Report.verify(statements.compare(subject.look("SELECT unit, part FROM shots")));
    }

    long count(Claim claim) {
        return sessions.count(claim);
    }

    private CompletableFuture<?> work(Session session, long unit) {
        session.afterCommit(() -> steps.callback());
        steps.callback();
        return see(insert(session, "story", unit, 0))
                .thenCompose(one -> see(session.transaction(child -> {
                    steps.callback();
                    return see(insert(child, "story", unit, 1));
                })))
                .thenCompose(two ->
                        see(session.transaction(child -> undone(child, unit))).handle((none, failure) -> failure))
                .thenCompose(failed -> see(session.forEach(
                        sql("SELECT part, words FROM story WHERE unit = ?", List.of(unit)), row -> steps.callback())))
                .thenCompose(rows -> {
                    steps.callback();
                    return see(insert(session, "story", unit, 2));
                });
    }

    /** Fails in the database. */
    private CompletableFuture<?> undone(Session child, long unit) {
        return see(insert(child, "story", unit, UNDONE)).thenCompose(inserted -> {
            steps.callback();
            return see(child.execute("INSERT INTO story VALUES (?, NULL, NULL)", List.of(unit)));
        });
    }

    /** What is not known is asked for, where the database can tell. */
    private static Claim resolved(@Nullable Throwable failure) {
        if (!(failure instanceof CommitOutcomeUnknownException unknown)) {
            return Claim.ofSession(failure);
        }
        return switch (Futures.await(unknown.resolve())) {
            case COMMITTED -> Claim.COMMITTED;
            case ROLLED_BACK -> Claim.ROLLED_BACK;
            case UNDETERMINED -> Claim.UNKNOWN;
        };
    }

    private static CompletableFuture<?> insert(Queryable on, String table, long unit, int part) {
        return on.execute("INSERT INTO " + table + " VALUES (?, ?, ?)", List.of(unit, part, Harness.VALUE));
    }

    private <T extends CompletableFuture<?>> T see(T future) {
        futures.add(future);
        steps.future(future);
        return future;
    }

    /** Whoever has given up the whole knows nothing of it. */
    private static void claim(History history, long unit, CompletableFuture<?> future, Claim claim) {
        history.claim(unit, future.isCancelled() ? Claim.UNKNOWN : claim);
    }

    /** How the future fails, null if it succeeds; whatever it says holds no secret. */
    static @Nullable Throwable failureOf(CompletableFuture<?> future) {
        try {
            future.get(Futures.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException e) {
            Logs.assertWithout(e, Harness.SECRETS);
            return e.getCause();
        } catch (TimeoutException e) {
            throw new AssertionError("a future never ends", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (RuntimeException cancelled) {
            return cancelled;
        }
    }
}

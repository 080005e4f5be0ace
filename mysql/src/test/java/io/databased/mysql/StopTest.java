package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.DatabasedException;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.Sql;
import io.databased.servers.FaultProxy;
import io.databased.vertx.NotSentException;
import io.databased.vertx.connect.Logins;
import io.databased.vertx.runtime.VertxRuntime;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** Statements that nobody wants any more end on the server, and nothing else does. */
final class StopTest extends MySqlDatabase {
    private static final String SLOW = "SELECT SLEEP(120)";

    private Database wide(String through, int connections) {
        return await(Database.builder(through)
                .pool(PoolOptions.builder()
                        .maxSize(connections)
                        .disconnectGrace(Duration.ofMillis(50))
                        .build())
                .build()
                .connect());
    }

    private List<Session> sessionsWithSlowStatements(Database on, int count, List<CompletableFuture<?>> slow) {
        List<Session> sessions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Session session = await(on.session().open());
            slow.add(session.fetchAll(SLOW));
            sessions.add(session);
        }
        until("they run", () -> running() == count);
        return sessions;
    }

    private long running() {
        return count(
                database(), "information_schema.processlist WHERE db = '" + name() + "' AND info LIKE 'SELECT SLEEP%'");
    }

    @Test
    @Tag("R4")
    @Tag("N16")
    void nothingRunsOnTheServerAfterDisconnect() {
        Database wide = wide(url, 40);
        List<CompletableFuture<?>> slow = new ArrayList<>();
        sessionsWithSlowStatements(wide, 40, slow);

        await(wide.disconnect());

        slow.forEach(each -> failure(each, DatabasedException.class));
        until("the server runs none of them", () -> running() == 0);
    }

    @Test
    @Tag("R19")
    void manyStatementsAreStoppedOverOneConnection() {
        try (FaultProxy proxy = FaultProxy.mysql(server.port())) {
            Database wide = wide(proxy.through(url), 60);
            List<CompletableFuture<?>> slow = new ArrayList<>();
            List<Session> sessions = sessionsWithSlowStatements(wide, 60, slow);
            int before = proxy.traffic().connections();

            slow.forEach(each -> each.cancel(true));
            sessions.forEach(session -> await(session.close()));

            // One that was not told within three seconds was closed, and the server is told to close it, too.
            until("the server runs none of them", () -> running() == 0);
            assertThat(proxy.traffic().connections() - before).isLessThan(20);
            await(wide.disconnect());
        }
    }

    /** A server that cannot be told at first is told later. */
    @Test
    @Execution(CONCURRENT)
    @Tag("R24")
    void serverThatTakesNoConnectionWhenOneIsClosedIsToldAgain() {
        try (FaultProxy proxy = FaultProxy.mysql(server.port())) {
            Database wide = wide(proxy.through(url), 1);
            CompletableFuture<?> slow = wide.fetchAll(SLOW);
            until("it runs", () -> running() == 1);

            proxy.deaf();
            slow.cancel(true);
            until("it is given up", () -> wide.stats().connections().size() == 0);
            proxy.heal();

            until("the server runs it no more", () -> running() == 0);
            await(wide.disconnect());
        }
    }

    @Test
    @Execution(CONCURRENT)
    @Tag("R24")
    void statementThatComesBehindItsSignalIsStopped() {
        try (FaultProxy proxy = FaultProxy.mysql(server.port())) {
            Database wide = wide(proxy.through(url), 1);
            FaultProxy.Hold held = proxy.hold("SLEEP");
            CompletableFuture<?> slow = wide.fetchAll(SLOW);
            held.await();

            slow.cancel(true);
            until("it is given up", () -> wide.stats().connections().size() == 0);
            held.release();

            until("the server has none of its connections", () -> proxy.openConnections() == 0);
            assertThat(running()).isZero();
            await(wide.disconnect());
        }
    }

    /** After a restart other connections have the numbers. */
    @Test
    @Tag("R19")
    void serverThatWasStartedAnewIsNotTold() {
        Session session = await(database().session().open());
        long id = one(session, "SELECT CONNECTION_ID() AS id", Map.of()).getLong("id");
        CompletableFuture<?> slow = session.fetchAll(SLOW);
        until("it runs", () -> running() == 1);
        VertxRuntime runtime = new VertxRuntime();
        MySqlSettings settings = new MySqlSettings(DatabaseUrl.parse(url));
        Kills kills = new Kills(
                settings,
                settings.servers.get(0),
                () -> Future.succeededFuture(new Logins.Login("root", settings.password)),
                runtime::another);
        ServerFacts before = new ServerFacts(id, true, 1000, false, 12345, Optional.empty());

        CompletableFuture<Void> told =
                kills.kill("QUERY", before, () -> true).toCompletionStage().toCompletableFuture();

        failure(told, NotSentException.class);
        assertThat(slow).isNotDone();
        slow.cancel(true);
        await(session.close());
        await(runtime.release());
    }

    @Test
    @Tag("R19")
    void streamWhoseFirstRowsAreLongInComingEndsWithItsSession() {
        Session session = await(database().session().open());
        CompletableFuture<?> stream = session.forEach(Sql.sql(SLOW), row -> {});
        until("it runs", () -> running() == 1);

        await(session.close());

        failure(stream, Exception.class);
        until("the server has stopped it", () -> running() == 0);
    }
}

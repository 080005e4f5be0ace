package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.StatementException;
import io.databased.servers.FaultProxy;
import io.databased.servers.FaultProxy.Hold;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A session that waits for a connection follows the COMMIT of another down the same wire. */
final class HandOverTest {
    private final String url = PostgresServer.shared().createDatabase();
    private final FaultProxy proxy = FaultProxy.postgres(PostgresServer.shared().port());
    private final Database database = Database.builder(proxy.through(url))
            .pool(PoolOptions.builder().maxSize(1).build())
            .build();

    HandOverTest() {
        await(database.connect());
        await(database.execute("CREATE TABLE notes (id int PRIMARY KEY, parent int)"));
        await(database.execute(
                "ALTER TABLE notes ADD FOREIGN KEY (parent) REFERENCES notes" + " DEFERRABLE INITIALLY DEFERRED"));
        await(database.session(session -> insert(session, 0))); // prepared from now on
    }

    @AfterEach
    void close() {
        database.close();
        proxy.close();
    }

    private static CompletableFuture<?> insert(Session session, int id) {
        return session.execute("INSERT INTO notes (id, parent) VALUES (?, ?)", List.of(id, id));
    }

    /** Twice as many as transactions: their INSERT is prepared, and so is the question for their number. */
    private int begun() {
        return proxy.traffic().messages("B");
    }

    @Test
    @Tag("R21")
    void waitingSessionNeedsNoRoundTripBetweenTwoTransactions() {
        int sessions = 5;
        int before = begun();
        Hold commit = proxy.hold("COMMIT");

        CompletableFuture<Void> othersWait = new CompletableFuture<>();
        List<CompletableFuture<?>> all = new ArrayList<>();
        all.add(database.session(session -> insert(session, 1).thenCompose(done -> othersWait)));
        for (int i = 2; i <= sessions; i++) {
            int id = i;
            all.add(database.session(session -> insert(session, id)));
        }
        Futures.until("the others wait", () -> database.stats().waiting() == sessions - 1);
        othersWait.complete(null);
        for (int i = 2; i <= sessions; i++) {
            int begun = before + 2 * i;
            commit.await();
            Futures.until("the next is on the wire, behind a COMMIT that has no answer", () -> begun() == begun);
            Hold next = proxy.hold("COMMIT");
            commit.release();
            commit = next;
        }
        commit.release();

        all.forEach(Futures::await);
    }

    @Test
    @Tag("R15")
    void refusedCommitIsTheFailureOfItsOwnSessionOnly() {
        CompletableFuture<?> refused = database.session(
                session -> session.execute("INSERT INTO notes (id, parent) VALUES (?, ?)", List.of(100, 999)));
        CompletableFuture<?> next = database.session(session -> insert(session, 101));

        assertThat(failure(refused, StatementException.class).kind()).isEqualTo(StatementException.Kind.FOREIGN_KEY);
        await(next);
        assertThat(await(database.fetchAll("SELECT id FROM notes WHERE id >= 100 ORDER BY id")))
                .extracting(row -> row.getInt("id"))
                .containsExactly(101);
    }

    @Test
    @Tag("R24")
    void manySessionsInTurnAllCommit() {
        List<CompletableFuture<?>> all = new ArrayList<>();
        IntStream.rangeClosed(1, 200)
                .forEach(id -> all.add(database.session(
                        session -> insert(session, id).thenCompose(done -> insert(session, id + 1000)))));
        all.forEach(Futures::await);

        assertThat(await(database.fetchOne(sql("SELECT count(*) FROM notes").value(Long.class))))
                .contains(401L);
        assertThat(database.stats().connections().size()).isEqualTo(1);
    }
}

package io.databased.postgresql;

import static io.databased.postgresql.ServerSide.transactionId;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.databased.CommitOutcomeUnknownException;
import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.Session;
import io.databased.servers.FaultProxy;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** The primary is lost in a COMMIT, and its standby takes its place: with all that was done, or without the last of it. */
@Tag("R16")
@Tag("N4")
final class FailoverOutcomeTest {
    private final PostgresServer primary = PostgresServer.start(Map.of());
    private final String name = name(primary.createDatabase());
    private final PostgresServer standby;
    private final FaultProxy proxy = FaultProxy.postgres(primary.port());
    private final Database database;

    FailoverOutcomeTest() {
        standby = primary.standby();
        String url = "postgresql://postgres@127.0.0.1:" + proxy.port() + ",127.0.0.1:" + standby.port() + "/" + name
                + "?target_session_attrs=read-write";
        database = await(Database.builder(url)
                .pool(PoolOptions.builder().maxSize(1).build())
                .build()
                .connect());
        await(database.execute("CREATE TABLE t (id int PRIMARY KEY)"));
        await(database.session(
                session -> session.execute("INSERT INTO t VALUES (0)"))); // the later question is another one
    }

    private static String name(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    @AfterEach
    void close() {
        database.close();
        proxy.close();
        standby.close();
        primary.close();
    }

    @Test
    @Execution(CONCURRENT)
    void commitThatTheStandbyHasIsFoundThere() {
        proxy.cutAfter("COMMIT");
        CommitOutcomeUnknownException unknown = failure(
                database.session(session -> session.execute("INSERT INTO t VALUES (1)")),
                CommitOutcomeUnknownException.class);
        standby.catchUpWith(primary);
        primary.kill();
        standby.promote();

        assertThat(await(unknown.resolve())).isEqualTo(Outcome.COMMITTED);
    }

    /** What the standby had received of it tells that it has never been committed. */
    @Test
    @Execution(CONCURRENT)
    void commitThatNeverCameToTheStandbyIsRolledBack() {
        Session lost = await(database.session().open());
        await(lost.execute("INSERT INTO t VALUES (1)"));
        primary.execute("CHECKPOINT"); // what was written in the open transaction leaves at once
        standby.catchUpWith(primary);
        proxy.cutBefore("COMMIT");
        CommitOutcomeUnknownException unknown = failure(lost.commit(), CommitOutcomeUnknownException.class);
        primary.kill();
        standby.promote();

        assertThat(await(unknown.resolve())).isEqualTo(Outcome.ROLLED_BACK);
    }

    /** The standby knows nothing of the transaction, and gives its identifier to another one, whose checkpoint knows it. */
    @Test
    @Execution(CONCURRENT)
    void commitOfAnotherTransactionUnderTheSameIdentifierIsNotTakenForIt() {
        detach();
        Session lost = await(database.session().open());
        await(lost.execute("INSERT INTO t VALUES (1)"));
        String id = await(transactionId(lost));
        proxy.cutAfter("COMMIT");
        CommitOutcomeUnknownException unknown = failure(lost.commit(), CommitOutcomeUnknownException.class);
        primary.kill();
        standby.promote();
        String other = "";
        for (int row = 2; !other.equals(id) && row < 200; row++) {
            List<Integer> values = List.of(row);
            other = await(database.session(session -> session.execute("INSERT INTO t VALUES (?)", values)
                    .thenCompose(inserted -> transactionId(session))));
        }
        assertThat(other).as("the identifier was given again").isEqualTo(id);
        standby.execute("CHECKPOINT");

        assertThat(await(unknown.resolve())).isEqualTo(Outcome.ROLLED_BACK);
    }

    /** It has not heard of the failover, and has never given the identifier; so it is asked again and again. */
    @Test
    @Execution(CONCURRENT)
    void primaryThatWasLeftBehindIsNotBelieved() {
        standby.catchUpWith(primary);
        standby.promote();
        Database moved = await(Database.of(standby.url(name) + "?max_size=1").connect());
        for (int row = 1; row < 20; row++) {
            List<Integer> values = List.of(row);
            await(moved.session(session -> session.execute("INSERT INTO t VALUES (?)", values)));
        }
        Session session = await(moved.session().open());
        await(session.execute("INSERT INTO t VALUES (20)"));
        TransactionId id = ServerSide.wholeId(session);
        await(session.commit());
        moved.close();

        PostgresBackend leftBehind = PostgresBackend.of(DatabaseUrl.parse(proxy.through(primary.url(name))), Map.of());
        int before = proxy.traffic().connections();
        CompletableFuture<Outcome> outcome =
                new OutcomeInquiry(leftBehind, id).start(Futures.DEADLINE, Futures.DEADLINE);
        until("it was asked, and is asked again", () -> proxy.traffic().connections() >= before + 3);

        assertThat(outcome).isNotDone();
    }

    /** From now on the standby gets nothing. */
    private void detach() {
        standby.catchUpWith(primary);
        standby.execute(
                "ALTER SYSTEM SET primary_conninfo = 'host=127.0.0.1 port=1 user=postgres'", "SELECT pg_reload_conf()");
        until("the standby has left", () -> {
            try (Connection connection = primary.connect("postgres");
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*) FROM pg_stat_replication")) {
                row.next();
                return row.getInt(1) == 0;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}

package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Queryable;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.servers.PostgresServer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One URL for a primary and its standby: who is asked what, and what happens when the primary moves. */
final class ReplicaTest {
    private static final String IS_STANDBY = "SELECT pg_is_in_recovery() AS standby";

    private final PostgresServer primary = PostgresServer.builder().start();
    private final PostgresServer standby = primary.standby();
    private final Database database = connect("");

    @AfterEach
    void close() {
        database.close();
        standby.close();
        primary.close();
    }

    private Database connect(String options) {
        return await(Database.of("postgresql://postgres@127.0.0.1:" + standby.port() + ",127.0.0.1:" + primary.port()
                        + "/postgres" + options)
                .connect());
    }

    private static CompletableFuture<Boolean> onStandby(Queryable on) {
        return on.fetchAll(IS_STANDBY).thenApply(rows -> rows.get(0).get("standby", Boolean.class));
    }

    /** As the primary sees it. */
    private long notes() {
        return await(database.session(session ->
                        session.fetchOne(sql("SELECT count(*) FROM notes").value(Long.class))))
                .orElseThrow();
    }

    @Test
    @Tag("R25")
    void whatOnlyReadsGoesToTheStandbyAndTheRestToThePrimary() {
        assertThat(await(onStandby(database))).isTrue();
        assertThat(await(database.session(SessionOptions.named("report").withReadOnly(), ReplicaTest::onStandby)))
                .isTrue();
        assertThat(await(database.session(ReplicaTest::onStandby))).isFalse();
        await(database.execute("CREATE TABLE notes (id int)"));
    }

    @Test
    void readingStatementThatWritesAfterAllIsRunOnThePrimary() {
        await(database.execute("CREATE TABLE notes (id int)"));
        await(database.execute(
                "CREATE FUNCTION note() RETURNS int LANGUAGE sql AS" + " 'INSERT INTO notes VALUES (1) RETURNING id'"));
        standby.catchUpWith(primary);

        assertThat(await(database.fetchAll("SELECT note() AS id"))).hasSize(1);
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    @Tag("C12")
    void urlThatNamesItsTargetIsObeyed() {
        try (Database writable = connect("?target_session_attrs=read-write");
                Database standbys = connect("?target_session_attrs=standby")) {
            assertThat(await(onStandby(writable))).isFalse();
            assertThat(await(standbys.session(ReplicaTest::onStandby))).isTrue();
        }
    }

    /** Its log is not written here, so nothing may be asked of it. */
    @Test
    void sessionOnAStandbyMaySetWhatItLikes() {
        try (Database standbys = connect("?target_session_attrs=standby")) {
            boolean there = await(standbys.session(
                    session -> session.execute("SET LOCAL work_mem = '8MB'").thenCompose(set -> onStandby(session))));

            assertThat(there).isTrue();
        }
    }

    @Test
    @Tag("N31")
    void followsThePrimaryWhenItMoves() {
        await(database.execute("CREATE TABLE notes (id int)"));
        standby.catchUpWith(primary);
        primary.kill();
        standby.promote();

        await(database.session(session -> session.execute("INSERT INTO notes VALUES (1)")));
        await(database.execute("INSERT INTO notes VALUES (2)"));

        assertThat(notes()).isEqualTo(2);
    }

    @Test
    @Tag("C12")
    @Tag("N31")
    void connectionsToServerThatTakesNoWritesAnyMoreAreGivenUp() {
        Session held = await(database.session().open()); // a second connection beside the idle one
        await(database.execute("CREATE TABLE notes (id int)"));
        await(held.close());
        standby.catchUpWith(primary);
        primary.execute("ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()");
        until("the primary refuses to write", () -> isReadOnly(primary));
        standby.promote();

        await(database.execute("INSERT INTO notes VALUES (1)"));

        assertThat(notes()).isEqualTo(1);
    }

    private static boolean isReadOnly(PostgresServer server) {
        try (Database own = await(Database.of(server.url("postgres")).connect())) {
            return await(own.fetchOne(sql("SHOW default_transaction_read_only").value(String.class)))
                    .orElseThrow()
                    .equals("on");
        }
    }

    @Test
    void readersFallBackOnThePrimaryWithoutStandby() {
        standby.kill();

        assertThat(await(onStandby(database))).isFalse();
    }
}

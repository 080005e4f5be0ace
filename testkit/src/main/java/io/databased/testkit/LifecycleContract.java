package io.databased.testkit;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.AlreadyConnectedException;
import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.NotConnectedException;
import io.databased.PoolOptions;
import io.databased.Session;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Connecting and disconnecting. */
public interface LifecycleContract extends DatabaseContract {
    @Test
    @Tag("D1")
    @Tag("R1")
    default void isNotConnectedWhenBuilt() {
        try (Database database = underTest().build()) {
            assertThat(database.isConnected()).isFalse();
        }
    }

    @Test
    @Tag("D5")
    default void connectGivesTheDatabase() {
        try (Database database = underTest().build()) {
            assertThat(await(database.connect())).isSameAs(database);
            assertThat(database.isConnected()).isTrue();
        }
    }

    @Test
    @Tag("D5")
    @Tag("R2")
    @Tag("C10")
    default void connectingTwiceIsRefusedAndChangesNothing(Database database) {
        failure(database.connect(), AlreadyConnectedException.class);

        assertThat(database.isConnected()).isTrue();
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("D6")
    @Tag("R4")
    default void disconnectingWhatIsNotConnectedIsRefused() {
        try (Database database = underTest().build()) {
            failure(database.disconnect(), NotConnectedException.class);
        }
    }

    @Test
    @Tag("D7")
    @Tag("R2")
    default void sessionBeforeConnectThrowsAtOnce() {
        try (Database database = underTest().build()) {
            assertThatThrownBy(database::session).isInstanceOf(NotConnectedException.class);
            assertThatThrownBy(() -> database.session(session -> CompletableFuture.completedFuture(1)))
                    .isInstanceOf(NotConnectedException.class);
        }
    }

    @Test
    @Tag("R2")
    default void sessionAfterDisconnectThrowsAtOnce(Database database) {
        await(database.disconnect());

        assertThatThrownBy(database::session).isInstanceOf(NotConnectedException.class);
    }

    @Test
    @Tag("R2")
    default void statementsOutsideOfConnectAndDisconnectAreRefused() {
        try (Database database = underTest().build()) {
            failure(database.fetchAll("SELECT 1"), NotConnectedException.class);

            await(database.connect());
            await(database.disconnect());

            failure(database.fetchAll("SELECT 1"), NotConnectedException.class);
        }
    }

    @Test
    @Tag("D8")
    @Tag("R4")
    @Tag("C10")
    default void reconnectsAsNewGenerationWhoseOldHandlesStayDead(Database database) {
        Session old = await(database.session().open());
        await(old.cancel());
        Session unopened = database.session();
        await(database.disconnect());

        await(database.connect());

        failure(old.execute("DELETE FROM movies"), DatabasedException.class);
        failure(unopened.open(), DatabasedException.class);
        assertThat(await(database.fetchAll("SELECT 1"))).hasSize(1);
    }

    @Test
    @Tag("D9")
    @Tag("R4")
    @Tag("P12")
    default void disconnectCancelsSessionsThatOutstayTheGrace() {
        PoolOptions pool =
                PoolOptions.builder().disconnectGrace(Duration.ofMillis(50)).build();
        try (Database database = open(underTest().pool(pool))) {
            Session session = await(database.session().open());
            await(insert(session, "Alien"));

            await(database.disconnect());

            assertThat(session.status().ended()).isTrue();
            assertThat(database.isConnected()).isFalse();
            failure(insert(session, "Aliens"), DatabasedException.class);
        }
    }

    @Test
    @Tag("D9")
    @Tag("R4")
    @Tag("P12")
    default void disconnectLetsOpenSessionsFinish(Database database) {
        Session session = await(database.session().open());
        await(insert(session, "Alien"));

        CompletableFuture<Void> disconnected = database.disconnect();
        assertThat(disconnected).isNotDone();
        await(insert(session, "Aliens"));
        await(session.commit());

        await(disconnected);
    }

    @Test
    @Tag("R4")
    default void disconnectUnderWayIsGivenAgain(Database database) {
        Session session = await(database.session().open());

        CompletableFuture<Void> first = database.disconnect();
        CompletableFuture<Void> second = database.disconnect();

        assertThat(second).isSameAs(first);
        await(session.close());
        await(first);
    }

    @Test
    @Tag("R4")
    default void noSessionStartsWhileDisconnecting(Database database) {
        Session session = await(database.session().open());
        CompletableFuture<Void> disconnected = database.disconnect();

        assertThatThrownBy(database::session).isInstanceOf(NotConnectedException.class);

        await(session.close());
        await(disconnected);
    }

    @Test
    @Tag("D10")
    @Tag("R4")
    default void closeDisconnectsAndIsIdempotent(Database database) {
        database.close();
        database.close();

        assertThat(database.isConnected()).isFalse();
        failure(database.disconnect(), NotConnectedException.class);
    }

    @Test
    @Tag("D10")
    default void closingPassesOnTheExceptionOfTheBlock() {
        IllegalStateException thrown = new IllegalStateException("of the block");

        assertThatThrownBy(() -> {
                    try (Database database = await(underTest().build().connect())) {
                        assertThat(database.isConnected()).isTrue();
                        throw thrown;
                    }
                })
                .isSameAs(thrown);
    }

    @Test
    @Tag("D11")
    default void manySessionsFollowEachOther(Database database) {
        for (int i = 0; i < 20; i++) {
            String title = "Rocky " + i;
            await(database.session(session -> insert(session, title)));
        }

        assertThat(titles(database)).hasSize(20);
    }

    @Test
    @Tag("R32")
    default void leavesNoThreadButDaemons() {
        try (Database database = open(underTest())) {
            assertThat(titles(database)).isEmpty();
        }

        LeakCheck.assertNoThreads();
    }
}

package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static io.databased.testkit.Futures.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.ConnectionFailedException;
import io.databased.Database;
import io.databased.InvalidUrlException;
import io.databased.NotConnectedException;
import io.databased.StatementException.Kind;
import io.databased.postgresql.NotificationEvent.Gap;
import io.databased.postgresql.NotificationEvent.Notification;
import io.databased.servers.FaultProxy;
import io.databased.servers.PostgresServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class NotificationsTest {
    private final String url = PostgresServer.shared().createDatabase();
    private final FaultProxy proxy = FaultProxy.postgres(PostgresServer.shared().port());
    private final PostgresNotifications notifications = PostgresNotifications.of(proxy.through(url));
    private final Database database = await(Database.of(url).connect());

    @AfterEach
    void close() {
        notifications.close();
        database.close();
        proxy.close();
    }

    private void send(String channel, String payload) {
        await(database.execute("SELECT pg_notify(:channel, :payload)", Map.of("channel", channel, "payload", payload)));
    }

    @Test
    void messagesArriveInTheirOrderOnceTheServerListens() {
        Heard heard = new Heard(Long.MAX_VALUE);
        await(notifications.listen("films", heard));

        send("films", "one");
        send("other", "nothing");
        send("films", "two");

        until("both have arrived", () -> heard.events.size() == 2);
        assertThat(heard.payloads()).containsExactly("one", "two");
    }

    @Test
    void nobodyListensThroughAPoolerOfTransactions() {
        assertThatThrownBy(() -> PostgresNotifications.of(url + "?pgbouncer=on"))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("where nobody listens; give the URL of the server itself");
    }

    @Test
    @Tag("I3")
    void channelNamesAreTakenAsTheyAre() {
        Heard heard = new Heard(Long.MAX_VALUE);
        String name = "Films \"new\"; DROP TABLE x --";
        await(notifications.listen(name, heard));

        send(name, "");

        until("it has arrived", () -> heard.events.size() == 1);
        assertThat(heard.events.get(0).channel()).isEqualTo(name);
        assertThatThrownBy(() -> notifications.listen("x".repeat(64), heard))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 bytes");
    }

    @Test
    void severalListenersShareTheConnection() {
        Heard films = new Heard(Long.MAX_VALUE);
        Heard filmsToo = new Heard(Long.MAX_VALUE);
        Heard people = new Heard(Long.MAX_VALUE);
        await(notifications.listen("films", films));
        await(notifications.listen("films", filmsToo));
        await(notifications.listen("people", people));

        send("films", "f");
        send("people", "p");

        until("all have arrived", () -> Stream.of(films, filmsToo, people).allMatch(each -> each.events.size() == 1));
        assertThat(films.payloads()).containsExactly("f");
        assertThat(proxy.traffic().connections()).isEqualTo(1);
    }

    @Test
    void aChannelIsListenedToByTheNextConnectionIfThatOfLISTENIsLost() {
        Heard films = new Heard(Long.MAX_VALUE);
        Heard people = new Heard(Long.MAX_VALUE);
        await(notifications.listen("films", films));
        proxy.cutBefore("\"people\"");

        await(notifications.listen("people", people));

        send("people", "p");
        until("it has arrived", () -> people.payloads().contains("p"));
    }

    @Test
    void lostConnectionIsReplacedAndSubscribersHearOfTheGap() {
        Heard heard = new Heard(Long.MAX_VALUE);
        await(notifications.listen("films", heard));
        send("films", "before");
        until("the first has arrived", () -> heard.events.size() == 1);

        proxy.reset();
        until("the gap is told", () -> heard.events.size() == 2);
        send("films", "after");

        until("the last has arrived", () -> heard.events.size() == 3);
        assertThat(heard.events.get(1)).isEqualTo(new Gap("films", Gap.Cause.RECONNECTED));
        assertThat(heard.payloads()).containsExactly("before", "after");
    }

    @Test
    void slowSubscriberIsToldWhatItMissed() {
        Heard heard = new Heard(0);
        await(notifications.listen("films", heard));
        await(database.execute("SELECT pg_notify('films', i::text) FROM generate_series(1, 3000) AS n (i)"));
        until("the server has sent all", () -> proxy.traffic().connections() == 1 && heard.subscription != null);
        await(notifications.listen("flush", new Heard(1))); // answered behind the messages

        heard.subscription.request(Long.MAX_VALUE);
        until("what was kept has arrived", () -> heard.events.size() >= PostgresNotifications.BUFFER);
        send("films", "last");

        until("the last has arrived", () -> heard.payloads().contains("last"));
        assertThat(heard.events).contains(new Gap("films", Gap.Cause.OVERFLOW));
        assertThat(heard.payloads()).startsWith("1", "2").doesNotContain("3000");
    }

    @Test
    void closingCompletesTheSubscription() {
        Heard heard = new Heard(Long.MAX_VALUE);
        await(notifications.listen("films", heard));

        notifications.close();

        until("it is over", () -> heard.completed);
        assertThatThrownBy(() -> notifications.listen("films", heard)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingFailsWhatTheServerHasNotHeard() {
        proxy.down();
        Heard heard = new Heard(Long.MAX_VALUE);
        PostgresNotifications unheard = PostgresNotifications.of(proxy.through(url));
        CompletableFuture<Void> one = unheard.listen("films", heard);
        CompletableFuture<Void> other = unheard.listen("films", new Heard(Long.MAX_VALUE));

        unheard.close();

        failure(one, NotConnectedException.class);
        failure(other, NotConnectedException.class);
        until("it is over", () -> heard.completed);
    }

    @Test
    void databaseThatIsNotThereFailsTheListening() {
        try (PostgresNotifications nowhere = PostgresNotifications.of(url + "_none")) {
            ConnectionFailedException told =
                    failure(nowhere.listen("films", new Heard(1)), ConnectionFailedException.class);
            assertThat(told.kind()).isEqualTo(Kind.OBJECT);
            assertThat(told)
                    .hasMessageContaining("Could not connect to listen: ")
                    .hasMessageContaining("_none");
        }
    }

    /** Keeps what it hears. */
    private static final class Heard implements Flow.Subscriber<NotificationEvent> {
        final List<NotificationEvent> events = new CopyOnWriteArrayList<>();
        final long demand;
        volatile Flow.Subscription subscription;
        volatile boolean completed;

        Heard(long demand) {
            this.demand = demand;
        }

        List<String> payloads() {
            return events.stream()
                    .filter(Notification.class::isInstance)
                    .map(event -> ((Notification) event).payload())
                    .toList();
        }

        @Override
        public void onSubscribe(Flow.Subscription opened) {
            subscription = opened;
            if (demand > 0) {
                opened.request(demand);
            }
        }

        @Override
        public void onNext(NotificationEvent event) {
            events.add(event);
        }

        @Override
        public void onError(Throwable why) {
            throw new AssertionError(why);
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }
}

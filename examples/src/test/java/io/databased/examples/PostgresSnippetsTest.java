package io.databased.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Row;
import io.databased.postgresql.NotificationEvent;
import io.databased.postgresql.NotificationEvent.Gap;
import io.databased.postgresql.NotificationEvent.Notification;
import io.databased.postgresql.PostgresNotifications;
import io.databased.servers.PostgresServer;
import io.databased.testkit.Futures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** The snippets of docs/postgresql.md. */
class PostgresSnippetsTest {
    private final String url = PostgresServer.shared().createDatabase();

    // tag::postgresql-types
    enum Mood {
        sad,
        happy
    }

    static List<Row> moody(Database database) {
        database.execute(
                        "INSERT INTO people (name, mood, tags) VALUES (:name, :mood, :tags)",
                        Map.of("name", "Ann", "mood", Mood.happy, "tags", new String[] {"new", "vip"}))
                .join();
        return database.fetchAll(
                        "SELECT name, mood FROM people WHERE mood = ANY(:moods) AND tags @> :tags",
                        Map.of("moods", new Mood[] {Mood.happy}, "tags", new String[] {"vip"}))
                .join();
    }
    // end::postgresql-types

    // tag::postgresql-notifications
    static final class Printer implements Flow.Subscriber<NotificationEvent> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(NotificationEvent event) {
            if (event instanceof Notification message) {
                System.out.println("changed: " + message.payload());
            } else if (event instanceof Gap) {
                System.out.println("messages may be missing: look at the table itself");
            }
        }

        @Override
        public void onError(Throwable failure) {
            System.out.println("no more messages: " + failure.getMessage());
        }

        @Override
        public void onComplete() {}
    }

    static PostgresNotifications print(String url) {
        PostgresNotifications notifications = PostgresNotifications.of(url);
        notifications.listen("people_changed", new Printer()).join(); // what is committed from now on arrives
        return notifications; // close() ends it
    }
    // end::postgresql-notifications

    @Test
    void enumsAndArraysAreBoundAndFound() {
        try (Database database = Database.of(url)) {
            database.connect().join();
            database.execute("CREATE TYPE mood AS ENUM ('sad', 'happy')").join();
            database.execute("CREATE TABLE people (name text, mood mood, tags text[])")
                    .join();
            List<Row> found = moody(database);
            assertThat(found).hasSize(1);
            assertThat(found.get(0).get("mood", Mood.class)).isEqualTo(Mood.happy);
        }
    }

    @Test
    void messagesArePrinted() {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        PostgresNotifications notifications = print(url);
        try (notifications;
                Database database = Database.of(url)) {
            database.connect().join();
            database.fetchAll("SELECT pg_notify('people_changed', :what)", Map.of("what", "Ann"))
                    .join();
            Futures.until(
                    "the message is printed",
                    () -> printed.toString(StandardCharsets.UTF_8).contains("changed: Ann"));
        } finally {
            System.setOut(out);
        }
    }
}

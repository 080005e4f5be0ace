package io.databased.postgresql;

import io.databased.postgresql.NotificationEvent.Gap;
import io.databased.postgresql.NotificationEvent.Gap.Cause;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;

/** One channel and who listens to it. Events are published by one thread at a time, the connection's event loop. */
final class Channel {
    private final String name;
    private final SubmissionPublisher<NotificationEvent> publisher;
    private boolean dropped;

    Channel(String name, Executor executor, int buffer) {
        this.name = name;
        this.publisher = new SubmissionPublisher<>(executor, buffer);
    }

    String name() {
        return name;
    }

    void subscribe(Flow.Subscriber<? super NotificationEvent> subscriber) {
        publisher.subscribe(subscriber);
    }

    /** As LISTEN and UNLISTEN take it. */
    String quoted() {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    void reconnected() {
        publish(new Gap(name, Cause.RECONNECTED));
    }

    /** What a slow subscriber has no room for is dropped, and it is told so as soon as it has. */
    void publish(NotificationEvent event) {
        if (dropped) {
            dropped = !offer(new Gap(name, Cause.OVERFLOW));
        }
        dropped |= !offer(event);
    }

    private boolean offer(NotificationEvent event) {
        return publisher.offer(event, (subscriber, refused) -> false) >= 0;
    }

    void close() {
        publisher.close();
    }
}

package io.databased.postgresql;

import io.databased.ConnectionFailedException;
import io.databased.DatabaseUrl;
import io.databased.InvalidUrlException;
import io.databased.postgresql.NotificationEvent.Gap;
import io.databased.postgresql.NotificationEvent.Notification;
import io.databased.spi.BackendException;
import io.databased.vertx.runtime.VertxRuntime;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Messages of PostgreSQL's {@code LISTEN} and {@code NOTIFY}. It has one connection of its own, beside any {@code
 * Database}, opens another one when that is lost, and tells every subscriber where messages may be missing.
 *
 * <pre>{@code
 * try (PostgresNotifications notifications = PostgresNotifications.of("postgresql://app@db.example/movies")) {
 *     notifications.listen("movies_changed", subscriber).join(); // what is sent from now on arrives
 *     …
 * }
 * }</pre>
 *
 * <p>Thread-safe. Subscribers are called on the executor, each by one thread at a time. One that asks for less than is sent
 * keeps up to {@value #BUFFER} messages waiting; what is beyond is dropped and a {@link Gap} stands in its place.
 */
public final class PostgresNotifications implements AutoCloseable {
    /** How many messages wait for a subscriber that is slower than its channel. */
    public static final int BUFFER = 1024;

    /** The server's limit for names; it would cut off the rest. */
    private static final int LONGEST_NAME = 63;

    private final PostgresBackend backend;
    private final VertxRuntime runtime = new VertxRuntime();
    private final Executor executor;
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();
    private final ListeningConnection connection;

    private PostgresNotifications(PostgresBackend backend, Executor executor) {
        if (backend.isBehindPgBouncer()) {
            throw new InvalidUrlException(
                    "with pgbouncer=on the next transaction has another connection of the server, where"
                            + " nobody listens; give the URL of the server itself, or of a pooler that pools sessions, without pgbouncer=on");
        }
        this.backend = backend;
        this.executor = executor;
        this.connection = new ListeningConnection(this, runtime);
    }

    /**
     * For the database of a URL; nothing is opened yet. Subscribers are called on a daemon thread, all on the same one.
     *
     * @throws InvalidUrlException if the URL makes no sense for PostgreSQL, or has {@code pgbouncer=on}: through a pooler of
     *     transactions no message comes
     */
    public static PostgresNotifications of(String url) {
        PostgresBackend backend = PostgresBackend.of(DatabaseUrl.parse(url), System.getenv());
        return of(backend, new DaemonThread("databased-notifications"));
    }

    /**
     * For a backend made by hand, and an executor of the user's.
     *
     * @throws InvalidUrlException if the URL of the backend has {@code pgbouncer=on}
     */
    public static PostgresNotifications of(PostgresBackend backend, Executor executor) {
        return new PostgresNotifications(backend, Objects.requireNonNull(executor, "executor"));
    }

    /**
     * Listens to a channel. The subscription lasts until it is cancelled, or this is closed, which completes it.
     *
     * @param channel its exact name, up to {@value #LONGEST_NAME} bytes in UTF-8: what {@code LISTEN "name"} with quotes would
     *     take; a name without quotes is in lower case
     * @return completes when the server listens: what is committed from then on arrives. Until then it tries for ever, unless
     *     the failure is permanent, such as a wrong password, which fails it with {@link ConnectionFailedException}, or this
     *     is closed, which fails it with {@link io.databased.NotConnectedException}. Cancelling it does not cancel the
     *     subscription
     * @throws IllegalArgumentException if the channel has no name, or too long a one
     * @throws IllegalStateException if this is closed
     */
    public CompletableFuture<Void> listen(String channel, Flow.Subscriber<? super NotificationEvent> subscriber) {
        requireName(channel);
        Channel listened = channels.computeIfAbsent(channel, name -> new Channel(name, executor, BUFFER));
        listened.subscribe(subscriber);
        return connection.listen(listened);
    }

    private static void requireName(String channel) {
        int bytes = channel.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LONGEST_NAME || channel.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A channel's name has 1 to " + LONGEST_NAME
                    + " bytes in UTF-8 and no NUL; this one has " + bytes + " bytes");
        }
    }

    /** Stops listening: completes every subscription and closes the connection. Idempotent; does not wait. */
    @Override
    public void close() {
        connection.close();
        channels.values().forEach(Channel::close);
    }

    CompletionStage<PostgresConnection> open(CompletionStage<?> givenUp) {
        return backend.openPrimary(runtime, givenUp);
    }

    boolean isPermanent(Throwable failure) {
        return backend.permanent(failure);
    }

    /** What a user is told of it. */
    static Throwable told(Throwable failure) {
        return failure instanceof BackendException reported
                ? new ConnectionFailedException(
                        "Could not connect to listen: " + reported.getMessage(),
                        reported.kind(),
                        reported.sqlState(),
                        reported.vendorCode(),
                        reported.getCause())
                : failure;
    }

    List<Channel> channels() {
        return List.copyOf(channels.values());
    }

    /** Takes what a connection hears, on its event loop. */
    void hear(PgConnection driver) {
        driver.notificationHandler(this::heard);
    }

    private void heard(PgNotification heard) {
        @Nullable Channel channel = channels.get(heard.getChannel());
        if (channel != null) {
            channel.publish(new Notification(heard.getChannel(), heard.getPayload(), heard.getProcessId()));
        }
    }
}

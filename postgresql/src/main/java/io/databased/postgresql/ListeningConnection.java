package io.databased.postgresql;

import io.databased.NotConnectedException;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.vertx.Exchange.Part;
import io.databased.vertx.Messages;
import io.databased.vertx.runtime.VertxRuntime;
import io.vertx.pgclient.PgConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connection that listens: opened when the first channel is asked for, and again whenever it is lost. It is asked for a
 * sign of life from time to time, since a connection that has silently died would never tell.
 */
final class ListeningConnection {
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final long CHECK_MILLIS = 10_000;
    private static final long ANSWER_SECONDS = 5;

    private final PostgresNotifications owner;
    private final VertxRuntime runtime;
    private final ReentrantLock lock = new ReentrantLock();

    // Guarded by the lock.
    private final Map<Channel, CompletableFuture<Void>> wanted = new HashMap<>();
    private @Nullable PostgresConnection current;
    private @Nullable CompletableFuture<Void> opening; // completes when the attempt is given up
    private boolean closed;
    private boolean listenedBefore;
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    ListeningConnection(PostgresNotifications owner, VertxRuntime runtime) {
        this.owner = owner;
        this.runtime = runtime;
    }

    /** Completes when the server listens to the channel. */
    CompletableFuture<Void> listen(Channel channel) {
        CompletableFuture<Void> listening = new CompletableFuture<>();
        if (!listen(channel, listening)) {
            throw new IllegalStateException("These notifications are closed; make new ones to listen again");
        }
        return listening.copy();
    }

    /** Listens on the connection there is, or the next one; false if this is closed. */
    private boolean listen(Channel channel, CompletableFuture<Void> listening) {
        PostgresConnection open;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            open = current;
            if (open == null) {
                wanted.merge(channel, listening, ListeningConnection::both);
            }
        } finally {
            lock.unlock();
        }
        if (open == null) {
            connect();
        } else {
            listen(open, channel, listening);
        }
        return true;
    }

    private static CompletableFuture<Void> both(CompletableFuture<Void> one, CompletableFuture<Void> other) {
        one.whenComplete((done, failure) -> settle(other, failure));
        return one;
    }

    private static void settle(CompletableFuture<Void> future, @Nullable Throwable failure) {
        if (failure == null) {
            future.complete(null);
        } else {
            future.completeExceptionally(failure);
        }
    }

    /** On a connection that is lost before it has answered, nothing is refused: the next one listens. */
    private void listen(PostgresConnection on, Channel channel, CompletableFuture<Void> listening) {
        on.ask(Messages.text(Part.STATEMENT, "LISTEN " + channel.quoted())).whenComplete((done, failure) -> {
            if (failure == null) {
                listening.complete(null);
            } else if (failure instanceof BackendException refused && refused.effect() == Effect.STATEMENT) {
                listening.completeExceptionally(PostgresNotifications.told(refused));
            } else {
                lost(on);
                if (!listen(channel, listening)) {
                    listening.completeExceptionally(unheard());
                }
            }
        });
    }

    private void connect() {
        CompletableFuture<Void> givenUp =
                new CompletableFuture<Void>().completeOnTimeout(null, ANSWER_SECONDS, TimeUnit.SECONDS);
        lock.lock();
        try {
            if (opening != null || closed || current != null) {
                return;
            }
            opening = givenUp;
        } finally {
            lock.unlock();
        }
        owner.open(givenUp).whenComplete((opened, failure) -> {
            if (opened == null) {
                failed(failure);
            } else {
                opened.unwrap(PgConnection.class).ifPresent(owner::hear);
                listenToAll(opened).whenComplete((done, refused) -> ready(opened, refused));
            }
        });
    }

    private static CompletionStage<?> listenAll(PostgresConnection on, List<Channel> channels) {
        StringBuilder listen = new StringBuilder("SELECT 1");
        channels.forEach(channel -> listen.append("; LISTEN ").append(channel.quoted()));
        return on.ask(Messages.text(Part.STATEMENT, listen.toString()));
    }

    private CompletionStage<?> listenToAll(PostgresConnection on) {
        return listenAll(on, owner.channels());
    }

    private void ready(PostgresConnection opened, @Nullable Throwable refused) {
        List<CompletableFuture<Void>> listening;
        boolean again;
        lock.lock();
        try {
            opening = null;
            if (refused != null || closed) {
                opened.close();
                if (!closed) {
                    later();
                }
                return;
            }
            current = opened;
            pauseMillis = FIRST_PAUSE_MILLIS;
            again = listenedBefore;
            listenedBefore = true;
            listening = new ArrayList<>(wanted.values());
            wanted.clear();
        } finally {
            lock.unlock();
        }
        opened.onClosed(() -> lost(opened));
        listenAll(opened, owner.channels()); // those that came while the others were asked for
        listening.forEach(future -> future.complete(null));
        if (again) {
            owner.channels().forEach(Channel::reconnected);
        }
        check(opened);
    }

    private void failed(Throwable wrapped) {
        Throwable failure =
                wrapped instanceof CompletionException && wrapped.getCause() != null ? wrapped.getCause() : wrapped;
        List<CompletableFuture<Void>> hopeless = List.of();
        lock.lock();
        try {
            opening = null;
            if (owner.isPermanent(failure)) {
                hopeless = new ArrayList<>(wanted.values());
                wanted.clear();
            }
            if (!closed && (hopeless.isEmpty() || listenedBefore)) {
                later();
            }
        } finally {
            lock.unlock();
        }
        Throwable told = PostgresNotifications.told(failure);
        hopeless.forEach(future -> future.completeExceptionally(told));
    }

    /** Under the lock. */
    private void later() {
        long pause = pauseMillis;
        pauseMillis = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        after(pause, this::connect);
    }

    private void lost(PostgresConnection gone) {
        lock.lock();
        try {
            if (current != gone || closed) {
                return;
            }
            current = null;
        } finally {
            lock.unlock();
        }
        connect();
    }

    private void check(PostgresConnection connection) {
        after(CHECK_MILLIS, () -> {
            if (!isCurrent(connection)) {
                return;
            }
            connection
                    .validate()
                    .toCompletableFuture()
                    .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .whenComplete((alive, failure) -> {
                        if (failure == null) {
                            check(connection);
                        } else {
                            connection.close();
                        }
                    });
        });
    }

    private void after(long millis, Runnable action) {
        try {
            runtime.vertx().setTimer(millis, timer -> action.run());
        } catch (BackendException noEventLoops) {
            // These notifications were closed meanwhile; were there none to begin with, opening has failed for good.
        }
    }

    private boolean isCurrent(PostgresConnection connection) {
        lock.lock();
        try {
            return current == connection && !closed;
        } finally {
            lock.unlock();
        }
    }

    private static NotConnectedException unheard() {
        return new NotConnectedException("These notifications were closed before the server listened");
    }

    void close() {
        PostgresConnection open;
        CompletableFuture<Void> attempt;
        List<CompletableFuture<Void>> unheard;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            unheard = new ArrayList<>(wanted.values());
            wanted.clear();
            open = current;
            current = null;
            attempt = opening;
        } finally {
            lock.unlock();
        }
        if (attempt != null) {
            attempt.complete(null);
        }
        unheard.forEach(future -> future.completeExceptionally(unheard()));
        CompletionStage<?> down = open == null ? CompletableFuture.completedFuture(null) : open.close();
        down.whenComplete((done, failure) -> runtime.release());
    }
}

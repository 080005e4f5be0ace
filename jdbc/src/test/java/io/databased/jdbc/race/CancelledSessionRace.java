package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.ended;
import static io.databased.jdbc.race.Race.require;

import io.databased.Database;
import io.databased.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** A session is cancelled by two doors while it works, and the next has the connection. */
public final class CancelledSessionRace {
    private CancelledSessionRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        EngineBackend backend = new EngineBackend();
        Database database = backend.connected();
        AtomicReference<Session> begun = new AtomicReference<>();
        CompletableFuture<?> cancelled = database.session(session -> {
                    begun.set(session);
                    return session.execute(Engine.SHORT).thenCompose(first -> session.execute(Engine.LONG));
                })
                .toCompletableFuture();

        Race.together(
                () -> {
                    Session session = begun.get();
                    if (session != null) {
                        ended(session.cancel());
                    }
                },
                () -> cancelled.cancel(true),
                () -> {
                    String end = ended(database.session(session -> session.execute(Engine.INNOCENT)));
                    require(end.equals("ok"), end);
                });

        backend.checkAndDisconnect(database);
    }
}

package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.require;

import io.databased.Database;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;

/** A thread that waits for its session is interrupted, another waits for the connection. */
public final class InterruptedCallerRace {
    private InterruptedCallerRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        EngineBackend backend = new EngineBackend();
        Database database = backend.connected();
        AtomicReference<Thread> caller = new AtomicReference<>();

        Race.together(
                () -> {
                    caller.set(Thread.currentThread());
                    try {
                        database.blocking().session(session -> {
                            session.execute(Engine.SHORT);
                            return session.execute(Engine.SHORT);
                        });
                    } catch (CancellationException interrupted) {
                        require(Thread.interrupted(), "who was interrupted knows it");
                    }
                },
                () -> {
                    Thread interrupted = caller.get();
                    if (interrupted != null) {
                        interrupted.interrupt();
                    }
                },
                () -> require(database.blocking().execute(Engine.INNOCENT) != null, "an innocent one succeeds"));

        backend.checkAndDisconnect(database);
    }
}

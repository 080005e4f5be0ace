package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.ended;
import static io.databased.jdbc.race.Race.require;

import io.databased.Database;
import java.util.concurrent.CompletableFuture;

/** With force-rollback, a session is given up while others share its connection: they succeed. */
public final class ForceRollbackRace {
    private ForceRollbackRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        EngineBackend backend = new EngineBackend();
        Database database = backend.connectedForRollback();
        CompletableFuture<?> givenUp = database.session(session -> session.execute(Engine.SHORT));

        Race.together(
                () -> givenUp.cancel(true),
                () -> require(ended(database.execute(Engine.INNOCENT)).equals("ok"), "an innocent one succeeds"),
                () -> require(
                        database.blocking().session(session -> session.execute(Engine.INNOCENT)) != null,
                        "one that is waited for succeeds"));

        backend.checkAndDisconnect(database);
    }
}

package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.ended;
import static io.databased.jdbc.race.Race.require;

import io.databased.Database;
import io.databased.Session;
import java.util.concurrent.CompletableFuture;

/** One of three one-shots that wait for a connection is given up; the others succeed. */
public final class OneShotRace {
    private OneShotRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        EngineBackend backend = new EngineBackend();
        Database database = backend.connected();
        Session session = database.session();
        session.open().toCompletableFuture().join();
        CompletableFuture<?> givenUp = database.execute(Engine.LONG).toCompletableFuture();

        Race.together(
                () -> require(ended(session.close()).equals("ok"), "the session before ends"),
                () -> givenUp.cancel(true),
                () -> require(ended(database.execute(Engine.INNOCENT)).equals("ok"), "an innocent one succeeds"),
                () -> require(database.blocking().execute(Engine.INNOCENT) != null, "one that is waited for succeeds"));

        backend.checkAndDisconnect(database);
    }
}

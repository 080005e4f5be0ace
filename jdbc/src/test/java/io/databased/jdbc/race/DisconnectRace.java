package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.ended;
import static io.databased.jdbc.race.Race.require;

import io.databased.Database;
import io.databased.NotConnectedException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A database is disconnected while work comes: all of it ends. */
public final class DisconnectRace {
    private DisconnectRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        EngineBackend backend = new EngineBackend();
        Database database = backend.connected();

        Race.together(
                () -> ask(() -> database.session(session -> session.execute(Engine.SHORT))),
                () -> ask(() -> database.execute(Engine.SHORT)),
                () -> require(ended(database.disconnect()).equals("ok"), "the database disconnects"));

        require(ended(database.connect()).equals("ok"), "the database connects again");
        require(ended(database.execute(Engine.INNOCENT)).equals("ok"), "it can be used again");
        backend.disconnect(database);
    }

    private static void ask(Supplier<CompletionStage<?>> work) {
        CompletionStage<?> asked;
        try {
            asked = work.get();
        } catch (NotConnectedException disconnected) { // before it was asked
            return;
        }
        ended(asked);
    }
}

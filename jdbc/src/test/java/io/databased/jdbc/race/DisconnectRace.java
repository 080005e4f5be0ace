package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.attempted;
import static io.databased.jdbc.race.Race.ended;
import static io.databased.jdbc.race.Race.require;

import io.databased.Database;

/** A database is disconnected while work comes: all of it ends. */
public final class DisconnectRace {
    private DisconnectRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        EngineBackend backend = new EngineBackend();
        Database database = backend.connected();

        Race.together(
                () -> attempted(() -> database.session(session -> session.execute(Engine.SHORT))),
                () -> attempted(() -> database.execute(Engine.SHORT)),
                () -> require(ended(database.disconnect()).equals("ok"), "the database disconnects"));

        require(ended(database.connect()).equals("ok"), "the database connects again");
        require(ended(database.execute(Engine.INNOCENT)).equals("ok"), "it can be used again");
        backend.disconnect(database);
    }
}

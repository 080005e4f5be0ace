package io.databased.jdbc.race;

import static io.databased.Sql.sql;
import static io.databased.jdbc.race.Race.ended;
import static io.databased.jdbc.race.Race.require;

import io.databased.Database;

/** A stream is cancelled while rows are asked for: its connection is free again. */
public final class CancelledStreamRace {
    private CancelledStreamRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        EngineBackend backend = new EngineBackend();
        Database database = backend.connected();
        CountingSubscriber rows = new CountingSubscriber();
        database.stream(sql("SELECT n")).subscribe(rows);

        Race.together(
                () -> rows.subscription().request(2),
                () -> rows.subscription().request(2),
                () -> rows.subscription().cancel(),
                () -> require(ended(database.execute(Engine.INNOCENT)).equals("ok"), "an innocent one succeeds"));

        backend.checkAndDisconnect(database);
    }
}

package io.databased.jdbc.race;

import static io.databased.Sql.sql;
import static io.databased.jdbc.race.Race.ended;
import static io.databased.jdbc.race.Race.require;

import io.databased.Database;

/** Three threads ask for rows of one stream at once: all come, one at a time, and its end once. */
public final class StreamRace {
    private StreamRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        EngineBackend backend = new EngineBackend();
        Database database = backend.connected();
        CountingSubscriber rows = new CountingSubscriber();
        database.stream(sql("SELECT n")).subscribe(rows);

        Race.together(
                () -> rows.subscription().request(1),
                () -> rows.subscription().request(2),
                () -> rows.subscription().request(1),
                () -> require(ended(database.execute(Engine.INNOCENT)).equals("ok"), "an innocent one succeeds"));

        require(ended(rows.end()).equals("ok"), ended(rows.end()));
        require(rows.count() == Engine.ROWS, "all rows come");
        backend.checkAndDisconnect(database);
    }
}

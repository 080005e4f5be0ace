package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.attempted;
import static io.databased.jdbc.race.Race.ended;
import static io.databased.jdbc.race.Race.require;

import io.databased.Database;
import io.databased.Session;

/** As {@link PipelineRace}, but the session is cancelled, and the next one commits. */
public final class PipelinedCancelRace {
    private PipelinedCancelRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        EngineBackend backend = EngineBackend.pipelined();
        Database database = backend.connected();
        Session session = database.session();
        session.open().join();
        session.execute(Engine.SHORT);

        Race.together(
                () -> attempted(() -> session.execute(Engine.SHORT)),
                () -> attempted(() -> session.transaction(child -> child.execute(Engine.SHORT))),
                () -> ended(session.cancel()),
                () -> {
                    String end = ended(database.session(next -> next.execute(Engine.INNOCENT)));
                    require(end.equals("ok"), end);
                });

        backend.checkAndDisconnect(database);
    }
}

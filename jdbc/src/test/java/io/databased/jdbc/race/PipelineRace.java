package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.attempted;
import static io.databased.jdbc.race.Race.ended;
import static io.databased.jdbc.race.Race.require;

import io.databased.Database;
import io.databased.Session;

/** On a connection that takes several statements at a time, a session is given some by two threads, and committed by a third. */
public final class PipelineRace {
    private PipelineRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        EngineBackend backend = EngineBackend.pipelined();
        Database database = backend.connected();
        Session session = database.session();
        session.open().join();

        Race.together(
                () -> attempted(() -> session.execute(Engine.INSIDE)),
                () -> attempted(() -> session.execute(Engine.INSIDE)),
                () -> attempted(() -> database.session(next -> next.execute(Engine.INNOCENT))),
                () -> {
                    String end = ended(session.commit());
                    require(end.equals("ok"), end);
                });

        backend.checkAndDisconnect(database);
    }
}

package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.ended;
import static io.databased.jdbc.race.Race.require;

import io.databased.Database;
import io.databased.Session;
import io.databased.SessionStatus;
import java.util.concurrent.atomic.AtomicReference;

/** A session by hand is committed, cancelled and closed at once: it has one end, and who committed is told which. */
public final class ManyEndsRace {
    private ManyEndsRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        EngineBackend backend = new EngineBackend();
        Database database = backend.connected();
        Session session = database.session();
        session.open().join();
        session.execute(Engine.SHORT);
        AtomicReference<String> told = new AtomicReference<>();

        Race.together(
                () -> told.set(ended(session.commit())),
                () -> ended(session.cancel()),
                () -> ended(session.close()),
                () -> {
                    String end = ended(database.session(next -> next.execute(Engine.INNOCENT)));
                    require(end.equals("ok"), end);
                });

        require(
                "ok".equals(told.get()) == (session.status() == SessionStatus.COMMITTED),
                "told " + told.get() + ", and it is " + session.status());
        backend.checkAndDisconnect(database);
    }
}

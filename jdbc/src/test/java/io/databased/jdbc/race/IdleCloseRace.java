package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.ended;
import static io.databased.jdbc.race.Race.fetch;
import static io.databased.jdbc.race.Race.fetchHere;
import static io.databased.jdbc.race.Race.require;

import io.databased.jdbc.owner.OwnedSession;
import io.databased.jdbc.owner.Threads;
import io.databased.spi.SessionBackend;

/** A connection that does nothing is closed while statements come: all end, and none runs behind the closing. */
public final class IdleCloseRace {
    private IdleCloseRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        SessionBackend session = OwnedSession.open("engine", Threads.PLATFORM, Engine::new)
                .toCompletableFuture()
                .join();
        Race.together(
                () -> ended(session.run(fetchHere(Engine.SHORT))),
                () -> ended(session.run(fetch(Engine.SHORT))),
                () -> require(ended(session.close()).equals("ok"), "the connection is closed"));
    }
}

package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.ended;
import static io.databased.jdbc.race.Race.fetch;
import static io.databased.jdbc.race.Race.fetchHere;
import static io.databased.jdbc.race.Race.require;

import io.databased.jdbc.owner.OwnedSession;
import io.databased.jdbc.owner.Threads;
import io.databased.spi.SessionBackend;

/** Two threads would run their statements themselves, a third hands one over: each is run, one at a time. */
public final class LentThreadRace {
    private LentThreadRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        SessionBackend session = OwnedSession.open("engine", Threads.PLATFORM, Engine::new)
                .toCompletableFuture()
                .join();
        Race.Part here = () -> {
            String end = ended(session.run(fetchHere(Engine.INNOCENT)));
            require(end.equals("ok"), end);
        };

        Race.together(here, here, () -> {
            String end = ended(session.run(fetch(Engine.INNOCENT)));
            require(end.equals("ok"), end);
        });

        require(ended(session.close()).equals("ok"), "the connection is closed");
    }
}

package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.ended;
import static io.databased.jdbc.race.Race.fetch;
import static io.databased.jdbc.race.Race.require;

import io.databased.jdbc.owner.OwnedSession;
import io.databased.jdbc.owner.Threads;
import io.databased.spi.Command;
import io.databased.spi.SessionBackend;
import java.util.concurrent.CompletionStage;

/** A stop meets the end of its statement, and hits none that follow. */
public final class LateStopRace {
    private LateStopRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        SessionBackend session = OwnedSession.open("engine", Threads.PLATFORM, Engine::new)
                .toCompletableFuture()
                .join();
        Command stopped = fetch(Engine.SHORT);
        CompletionStage<?> first = session.run(stopped);
        CompletionStage<?> second = session.run(fetch(Engine.INNOCENT));

        Race.together(() -> session.interrupt(stopped), () -> ended(first));

        require(ended(second).equals("ok"), ended(second));
        require(ended(session.run(fetch(Engine.INNOCENT))).equals("ok"), "the connection can be used");
        require(ended(session.close()).equals("ok"), "the connection is closed");
    }
}

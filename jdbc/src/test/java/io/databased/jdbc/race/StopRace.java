package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.ended;
import static io.databased.jdbc.race.Race.fetch;
import static io.databased.jdbc.race.Race.require;

import io.databased.jdbc.owner.OwnedSession;
import io.databased.jdbc.owner.Threads;
import io.databased.spi.Command;
import io.databased.spi.SessionBackend;
import java.util.concurrent.CompletionStage;

/** Two statements are told to stop at once, while one of them waits behind the other, and a third behind both. */
public final class StopRace {
    private StopRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        SessionBackend session = OwnedSession.open("engine", Threads.PLATFORM, Engine::new)
                .toCompletableFuture()
                .join();
        Command one = fetch(Engine.LONG);
        Command other = fetch(Engine.LONG);
        CompletionStage<?> first = session.run(one);
        CompletionStage<?> second = session.run(other);
        CompletionStage<?> third = session.run(fetch(Engine.INNOCENT));

        Race.together(() -> session.interrupt(one), () -> session.interrupt(other));

        require(!ended(first).equals("ok"), "the first is stopped");
        require(!ended(second).equals("ok"), "the second is stopped");
        require(ended(third).equals("ok"), ended(third));
        require(ended(session.close()).equals("ok"), "the connection is closed");
    }
}

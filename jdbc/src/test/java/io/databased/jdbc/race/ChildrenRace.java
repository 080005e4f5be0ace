package io.databased.jdbc.race;

import static io.databased.jdbc.race.Race.ended;
import static io.databased.jdbc.race.Race.require;

import io.databased.Database;
import io.databased.Session;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** One of two children is cancelled; the other and their parent succeed. */
public final class ChildrenRace {
    private ChildrenRace() {}

    public static void main(String[] arguments) throws InterruptedException {
        EngineBackend backend = new EngineBackend();
        Database database = backend.connected();
        AtomicReference<Session> begun = new AtomicReference<>();
        CompletionStage<?> parent = database.session(session -> {
            CompletionStage<?> cancelled = session.transaction(child -> {
                begun.set(child);
                return child.execute(Engine.SHORT);
            });
            CompletionStage<?> innocent = session.transaction(child -> child.execute(Engine.INNOCENT));
            return cancelled.handle((end, failure) -> end).thenCompose(end -> innocent);
        });

        Race.together(() -> {
            Session child = begun.get();
            if (child != null) {
                ended(child.cancel());
            }
        });

        require(ended(parent).equals("ok"), ended(parent));
        backend.checkAndDisconnect(database);
    }
}

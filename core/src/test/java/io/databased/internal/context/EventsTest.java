package io.databased.internal.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.DatabaseListener;
import io.databased.internal.async.BlockingGuard;
import io.databased.internal.time.TimerScheduler;
import io.databased.spi.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** A listener that is slower than the database costs events, and no memory. */
final class EventsTest {
    private final List<String> heard = new ArrayList<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final DatabaseListener listener = new DatabaseListener() {
        @Override
        public void exchanged(Exchange exchange) {
            heard.addAll(exchange.sql());
        }
    };
    private final Events events = new Events(
            listener, new Callbacks(later::add, new BlockingGuard(new NoBackend())), new TimerScheduler("events"));

    private void tell(int from, int count) {
        for (int i = from; i < from + count; i++) {
            Command command = Command.execute("UPDATE " + i, new Object[0]).build();
            events.exchanged(null, command, events.start(), null, null);
        }
    }

    private void catchUp() {
        for (Runnable next = later.poll(); next != null; next = later.poll()) {
            next.run();
        }
    }

    @Test
    void listenerThatIsFarBehindMissesWhatComesAndHearsAgainOnceItHasCaughtUp() {
        tell(0, Events.MOST_PENDING + 500);
        assertThat(later).as("one call at a time").hasSize(1);
        catchUp();

        assertThat(heard).hasSize(Events.MOST_PENDING).startsWith("UPDATE 0").endsWith("UPDATE 9999");
        tell(20_000, 3);
        catchUp();
        assertThat(heard).hasSize(Events.MOST_PENDING + 3).endsWith("UPDATE 20000", "UPDATE 20001", "UPDATE 20002");
    }
}

package io.databased.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.ClosedConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that answers a statement, and never what goes behind it: nobody waits for that, and others wait behind it. */
@Tag("R20")
final class SilentServerTest {
    private final VirtualLoop loop = new VirtualLoop(false);
    private final List<Exchange> written = new ArrayList<>();
    private final List<Throwable> retired = new ArrayList<>();
    private final Wire wire = new Wire(loop, new SilentLink(), new Closing(), retired::add);
    private long closedAt = -1;

    private Flight flight(Exchange... messages) {
        Flight flight = new Flight(null, over -> {});
        for (Exchange message : messages) {
            flight.add(message);
        }
        wire.send(flight);
        return flight;
    }

    private static Exchange statement() {
        return Messages.text(Exchange.Part.STATEMENT, "UPDATE t SET i = 1");
    }

    private static Exchange probe() {
        return Messages.text(Exchange.Part.PROBE, "RESET ALL");
    }

    private long closedAfter() {
        assertThat(loop.runAll(1_000)).isTrue();
        return closedAt < 0 ? -1 : closedAt / 1_000;
    }

    @Test
    void probeThatIsNotAnsweredHasTheConnectionClosed() {
        Exchange statement = statement();
        flight(statement, probe());
        Flight behind = flight(statement());
        loop.after(1_000, () -> statement.complete(null, null));

        assertThat(closedAfter()).isBetween(Wire.SILENCE.toMillis(), 2 * Wire.SILENCE.toMillis() + 1);
        assertThat(behind.failed()).isNotNull();
    }

    /** It has the limits of who waits for it. */
    @Test
    void statementThatIsWaitedForMayTakeItsTime() {
        Exchange answered = statement();
        Exchange probe = probe();
        flight(answered, probe);
        Exchange slow = statement();
        flight(slow);
        loop.after(1_000, () -> answered.complete(null, null));
        loop.after(2_000_000, () -> probe.complete(null, null));
        loop.after(Duration.ofMinutes(5).toMillis() * 1_000, () -> slow.complete(null, null));

        assertThat(closedAfter()).isNegative();
        assertThat(slow.failure()).isNull();
    }

    /** Behind a statement that somebody waits for, what is left of others counts from its turn on. */
    @Test
    void probesThatAreAnsweredOneAfterTheOtherAreNoSilence() {
        for (int i = 1; i <= 10; i++) {
            Exchange statement = statement();
            Exchange probe = probe();
            flight(statement, probe);
            loop.after(i, () -> statement.complete(null, null));
            loop.after(i * 4_000_000L, () -> probe.complete(null, null));
        }

        assertThat(closedAfter()).isNegative();
    }

    private final class Closing implements Wire.Stopping {
        @Override
        public CompletionStage<?> signalStop() {
            throw new AssertionError("nothing is to be stopped");
        }

        @Override
        public Exchange settling() {
            throw new AssertionError("no signal was given");
        }

        @Override
        public boolean isLoss(Throwable failure) {
            return true;
        }

        @Override
        public void giveUp() {
            closedAt = loop.now();
            wire.closed(ClosedConnectionException.INSTANCE);
        }
    }

    private final class SilentLink implements Link {
        @Override
        public void onFailed(Consumer<Throwable> listener) {}

        @Override
        public void onClosed(Runnable listener) {}

        @Override
        public void send(List<Exchange> messages) {
            written.addAll(messages);
        }

        @Override
        public CompletionStage<Void> leave() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> cut() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public <C> Optional<C> unwrap(Class<C> type) {
            return Optional.empty();
        }
    }
}

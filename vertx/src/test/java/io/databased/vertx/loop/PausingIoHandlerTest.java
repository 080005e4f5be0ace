package io.databased.vertx.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandle;
import io.netty.channel.nio.NioIoOps;
import java.nio.channels.SelectableChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PausingIoHandlerTest {
    private final List<String> seen = new ArrayList<>();
    private final Selector selector = new Selector();
    private final PausingIoHandler handler = new PausingIoHandler(selector, () -> this.now);
    private long now;

    private int run() {
        seen.clear();
        return handler.run(new NonBlocking());
    }

    private Registration connection(String name, long nanos) throws Exception {
        return (Registration) handler.register(new Connection(name, nanos));
    }

    @Test
    void handlesAllThatIsReadyIfItTakesNotLong() throws Exception {
        connection("a", 1);
        connection("b", 1);

        assertThat(run()).isEqualTo(2);

        assertThat(seen).containsExactly("select", "a", "b");
    }

    @Test
    void pausesBehindOneThatTakesLongAndGoesOnWithoutSelecting() throws Exception {
        connection("a", PausingIoHandler.PAUSE_NANOS);
        connection("b", 1);
        connection("c", 1);

        assertThat(run()).isEqualTo(1);
        assertThat(seen).containsExactly("select", "a");

        assertThat(run()).isEqualTo(2);
        assertThat(seen).containsExactly("b", "c");

        run();
        assertThat(seen).startsWith("select");
    }

    @Test
    void leavesOutWhatWasClosedInPause() throws Exception {
        connection("a", PausingIoHandler.PAUSE_NANOS);
        Registration closed = connection("b", 1);
        run();

        closed.cancel();

        assertThat(run()).isZero();
        assertThat(seen).isEmpty();
    }

    private final class Selector implements IoHandler {
        private final List<Registration> registrations = new ArrayList<>();

        @Override
        public int run(IoHandlerContext context) {
            seen.add("select");
            registrations.forEach(each -> each.handle.handle(each, new Event()));
            return registrations.size();
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            Registration registration = new Registration(handle);
            registrations.add(registration);
            return registration;
        }

        @Override
        public void wakeup() {}

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return true;
        }
    }

    private final class Connection implements NioIoHandle {
        private final String name;
        private final long nanos;

        Connection(String name, long nanos) {
            this.name = name;
            this.nanos = nanos;
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            seen.add(name);
            now += nanos;
        }

        @Override
        public SelectableChannel selectableChannel() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private static final class Event implements IoEvent {}

    private static final class Registration implements IoRegistration {
        private final IoHandle handle;
        private boolean valid = true;

        Registration(IoHandle handle) {
            this.handle = handle;
        }

        @Override
        public <T> T attachment() {
            throw new UnsupportedOperationException();
        }

        @Override
        public long submit(IoOps ops) {
            return NioIoOps.READ.value();
        }

        @Override
        public boolean isValid() {
            return valid;
        }

        @Override
        public boolean cancel() {
            valid = false;
            return true;
        }
    }
}

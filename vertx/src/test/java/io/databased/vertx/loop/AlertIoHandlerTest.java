package io.databased.vertx.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AlertIoHandlerTest {
    private static final long LOOK_NANOS = AlertIoHandler.PATIENCE_NANOS / 4;

    private final List<String> seen = new ArrayList<>();
    private final AlertIoHandler handler = new AlertIoHandler(new Recording(), () -> this.now);
    private long now;
    private long sleepNanos;
    private int looksInVain = Integer.MAX_VALUE;
    private boolean hasTask;

    private int run() {
        seen.clear();
        return handler.run(new Context(!hasTask));
    }

    /** Leaves it knowing that there was something soon. */
    private void somethingComesSoon() {
        sleepNanos = AlertIoHandler.PATIENCE_NANOS / 2;
        run();
    }

    @Test
    void sleepsAtOnceIfItKnowsNothing() {
        assertThat(run()).isEqualTo(1);

        assertThat(seen).containsExactly("sleep");
    }

    @Test
    void looksAgainIfSomethingCameSoonTheLastTime() {
        somethingComesSoon();
        looksInVain = 2;

        assertThat(run()).isEqualTo(1);

        assertThat(seen).containsExactly("look", "look", "look");
    }

    @Test
    void goesOnToLookAgainAsLongAsThatIsOfUse() {
        somethingComesSoon();
        looksInVain = 2;
        run();

        run();

        assertThat(seen).containsExactly("look", "look", "look");
    }

    @Test
    void sleepsWhenItHasLookedForWhile() {
        somethingComesSoon();

        assertThat(run()).isEqualTo(1);

        assertThat(seen).containsExactly("look", "look", "look", "look", "sleep");
    }

    @Test
    void doesNotLookAgainIfThatWasInVain() {
        somethingComesSoon();
        sleepNanos = AlertIoHandler.PATIENCE_NANOS;
        run();

        run();

        assertThat(seen).containsExactly("sleep");
    }

    @Test
    void looksOnceIfThereIsTask() {
        hasTask = true;
        looksInVain = 1;

        assertThat(run()).isZero();

        assertThat(seen).containsExactly("look");
    }

    @Test
    void isWokenOnlyWhileItSleeps() {
        handler.wakeup();
        assertThat(seen).isEmpty();

        handler.run(new Context(true) {
            @Override
            public long deadlineNanos() {
                handler.wakeup();
                return super.deadlineNanos();
            }
        });

        assertThat(seen).containsExactly("sleep", "wake");
        handler.wakeup();
        assertThat(seen).containsExactly("sleep", "wake");
    }

    private static class Context extends NonBlocking {
        private final boolean canBlock;

        Context(boolean canBlock) {
            this.canBlock = canBlock;
        }

        @Override
        public boolean canBlock() {
            return canBlock;
        }
    }

    /** Something comes when it sleeps, and when it has looked often enough. */
    private final class Recording implements IoHandler {
        @Override
        public int run(IoHandlerContext context) {
            if (context.canBlock()) {
                seen.add("sleep");
                context.deadlineNanos();
                now += sleepNanos;
                return 1;
            }
            seen.add("look");
            now += LOOK_NANOS;
            return seen.size() > looksInVain ? 1 : 0;
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void wakeup() {
            seen.add("wake");
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return false;
        }
    }
}

package io.databased.spi.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ShieldedTest {
    private final Thread current = Thread.currentThread();
    private final List<Throwable> uncaught = new ArrayList<>();

    @AfterEach
    void giveTheHandlerBack() {
        current.setUncaughtExceptionHandler(null);
    }

    @Test
    void whatCodeThrowsIsToldTheHandlerOfTheThread() {
        current.setUncaughtExceptionHandler((thread, thrown) -> uncaught.add(thrown));
        Error thrown = new Error("of the code");

        Shielded.run(() -> {
            throw thrown;
        });

        assertThat(uncaught).containsExactly(thrown);
    }

    /** It would end an event loop, and with it every connection there. */
    @Test
    void handlerThatThrowsIsNotFelt() {
        current.setUncaughtExceptionHandler((thread, thrown) -> {
            uncaught.add(thrown);
            throw new IllegalStateException("of the handler");
        });

        Shielded.run(() -> {
            throw new IllegalStateException("of the code");
        });

        assertThat(uncaught).hasSize(1);
    }
}

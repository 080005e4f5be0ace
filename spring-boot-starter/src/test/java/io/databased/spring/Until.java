package io.databased.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.BlockingDatabase;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits, with a deadline, for what comes a moment later. */
public final class Until {
    private Until() {}

    public static void holds(String what, BooleanSupplier state) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!state.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as(what).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** What was ended may still be on its way back. */
    public static void idle(BlockingDatabase database) {
        holds("no connection is in use", () -> database.stats().connections().leased() == 0);
    }
}

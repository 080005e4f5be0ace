package io.databased.internal.schedule;

import io.databased.PoolOptions;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What one schedule's database is like. */
final class Setup {
    static final Duration ACQUIRE = Duration.ofMillis(300);
    static final Duration LOGIN = Duration.ofMillis(150);
    static final Duration VALIDATION = Duration.ofMillis(30);
    static final Duration COMMIT = Duration.ofMillis(250);
    static final Duration STATEMENT = Duration.ofMillis(80);

    final int maxSize;
    final boolean forced;
    final boolean abortsOnError;
    final int pipelined;
    final boolean mayFollowCommit;
    final boolean reusableAfterInterrupt;
    final boolean prompt;
    final boolean direct;
    final boolean observed;
    final boolean callerLines;
    final boolean watchesLocks;
    final boolean replicas;
    final Duration grace;
    final Duration close;

    /** How long the core waits for an answer to an interrupt; see R19. */
    final Duration interrupt;

    final @Nullable Duration statementTimeout;

    Setup(SplittableRandom random) {
        maxSize = 1 + random.nextInt(3);
        forced = random.nextInt(4) == 0;
        abortsOnError = random.nextInt(2) == 0;
        pipelined = abortsOnError && random.nextInt(3) > 0 ? 2 + random.nextInt(6) : 1;
        mayFollowCommit = random.nextInt(2) == 0;
        reusableAfterInterrupt = random.nextInt(2) == 0;
        prompt = random.nextInt(4) == 0;
        direct = random.nextInt(3) == 0;
        observed = random.nextInt(4) == 0;
        callerLines = random.nextInt(16) == 0;
        watchesLocks = random.nextInt(16) == 0;
        replicas = random.nextInt(8) == 0;
        grace = random.nextInt(3) == 0 ? Duration.ZERO : Duration.ofMillis(200);
        statementTimeout = random.nextInt(2) == 0 ? STATEMENT : null;
        boolean patient = random.nextInt(4) == 0;
        close = patient ? Duration.ofMillis(3500) : Duration.ofMillis(100);
        interrupt = patient ? Duration.ofSeconds(3) : close;
    }

    PoolOptions pool() {
        return PoolOptions.builder()
                .maxSize(maxSize)
                .acquireTimeout(ACQUIRE)
                .loginTimeout(LOGIN)
                .validateAfterIdle(Duration.ofMillis(20))
                .validationTimeout(VALIDATION)
                .closeTimeout(close)
                .disconnectGrace(grace)
                .build();
    }

    @Override
    public String toString() {
        return (forced ? "force-rollback" : "pool of " + maxSize) + (replicas ? " and replicas" : "")
                + (abortsOnError ? ", aborts on error" : "") + ", pipelines " + pipelined
                + (mayFollowCommit ? ", may follow COMMIT" : "")
                + (reusableAfterInterrupt ? "" : ", not reusable after an interrupt")
                + (prompt ? ", prompt" : "") + (direct ? ", callbacks run directly" : "")
                + (observed ? ", observed" : "") + (watchesLocks ? ", watches locks" : "")
                + ", grace " + grace.toMillis() + " ms, close timeout " + close.toMillis() + " ms, statement timeout "
                + (statementTimeout == null ? "none" : statementTimeout.toMillis() + " ms");
    }
}

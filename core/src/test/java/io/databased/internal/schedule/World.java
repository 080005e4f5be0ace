package io.databased.internal.schedule;

import io.databased.DatabasedException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Everything that one schedule happens in: chance, time, faults, and what was found to be wrong. */
final class World {
    /** What a user's own code throws; nobody else does. */
    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Thrown(String what) {
            super(what, null, false, false);
        }
    }

    /** As {@link Thrown}, but an error. */
    static final class ThrownError extends Error {
        private static final long serialVersionUID = 1L;

        ThrownError(String what) {
            super(what, null, false, false);
        }
    }

    final SplittableRandom random;
    final VirtualTime time;
    final Setup setup;
    private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    private final Set<Fault> struck = EnumSet.noneOf(Fault.class);
    private final Map<String, String> violations = new LinkedHashMap<>();
    private final @Nullable StringBuilder trace;
    private boolean calm;

    /** When the sessions that are open then lose their connections. */
    long graceOver = Long.MAX_VALUE;

    World(long seed, boolean traced) {
        random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L);
        trace = traced ? new StringBuilder() : null;
        setup = new Setup(random);
        time = new VirtualTime(random.split(), thrown -> uncaught("a timer", thrown));
        double share = pick(0.0, 0.04, 0.04, 0.12, 0.12, 0.3);
        for (Fault fault : Fault.values()) {
            if (random.nextDouble() < share) {
                rates.put(fault, pick(0.02, 0.1, 0.3));
            }
        }
        trace("schedule", setup, rates.keySet());
    }

    // ---- Chance ----

    boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    double pick(double... values) {
        return values[random.nextInt(values.length)];
    }

    /** Between zero and so many milliseconds, mostly whole ones, so that things meet. */
    long millis(int most) {
        return random.nextInt(most + 1) * VirtualTime.MILLISECOND;
    }

    boolean strikes(Fault fault) {
        Double rate = rates.get(fault);
        boolean strikes = rate != null && !calm && random.nextDouble() < rate;
        if (strikes) {
            struck.add(fault);
        }
        return strikes;
    }

    /** Nothing goes wrong any more. */
    void calm() {
        calm = true;
    }

    void noise() {
        calm = false;
    }

    /** Code of the user's that may throw. */
    void maybeThrow(String what) {
        if (strikes(Fault.CALLBACK_THROWS)) {
            trace("user", "throws in", what);
            if (random.nextBoolean()) {
                throw new Thrown(what);
            }
            throw new ThrownError(what);
        }
    }

    static boolean isUsers(Throwable thrown) {
        return thrown instanceof Thrown || thrown instanceof ThrownError;
    }

    // ---- What happens ----

    boolean isTraced() {
        return trace != null;
    }

    void trace(Object actor, Object verb, @Nullable Object what) {
        if (trace != null) {
            trace.append(
                    String.format(Locale.ROOT, "%9.3f  %-14s %s", time == null ? 0.0 : time.now() / 1e6, actor, verb));
            trace.append(what == null ? "" : " " + what).append('\n');
        }
    }

    String trace() {
        return trace == null ? "" : trace.toString();
    }

    // ---- What is wrong ----

    void violated(String name, @Nullable Object detail) {
        trace("VIOLATION", name, detail);
        violations.putIfAbsent(name, String.valueOf(detail));
    }

    Map<String, String> violations() {
        return violations;
    }

    Set<Fault> struck() {
        return struck;
    }

    /** What runs in its own thread was left with this. */
    void uncaught(String where, Throwable thrown) {
        if (!isUsers(thrown)) {
            violated("uncaught in " + where + ": " + thrown.getClass().getSimpleName(), stack(thrown));
        }
    }

    /** What the API threw, or a future failed with. */
    void failure(String of, Throwable thrown) {
        if (!(thrown instanceof DatabasedException) && !isUsers(thrown) && !comesOfUsers(thrown)) {
            violated(
                    "a failure that is not documented: " + thrown.getClass().getSimpleName() + " of " + kindOf(of),
                    stack(thrown));
        }
    }

    /** Work that gave up a future of its own, or returned nothing. */
    private static boolean comesOfUsers(Throwable thrown) {
        return thrown instanceof CancellationException
                || thrown instanceof TimeoutException
                || String.valueOf(thrown.getMessage()).contains("returned null in place of a stage");
    }

    /** The kind of a promise: its words without names and numbers. */
    static String kindOf(String what) {
        String kind = what.replaceFirst("^(INSERT|BATCH|FETCH|SET) [0-9]+ of .*", "a statement")
                .replaceFirst("^(INSERT|BATCH|FETCH|SET) [0-9]+", "a one-shot")
                .replaceFirst("STREAM [0-9]+ of .*", "a stream of a session")
                .replaceFirst("STREAM [0-9]+", "a stream");
        return kind.replaceFirst(" s[0-9][0-9.s]*$", "");
    }

    /** Calls what has nothing to throw. */
    void guard(String what, Runnable api) {
        try {
            api.run();
        } catch (Throwable thrown) {
            if (!isUsers(thrown)) {
                violated(what + " throws " + thrown.getClass().getSimpleName(), stack(thrown));
            }
        }
    }

    private static String stack(Throwable thrown) {
        return stack(String.valueOf(thrown), thrown.getStackTrace());
    }

    static String stack(String what, StackTraceElement[] frames) {
        StringBuilder text = new StringBuilder(what);
        for (int i = 0; i < Math.min(12, frames.length); i++) {
            text.append("\n        at ").append(frames[i]);
        }
        return text.toString();
    }

    static long nanos(Duration... durations) {
        long sum = 0;
        for (Duration duration : durations) {
            sum += duration.toNanos();
        }
        return sum;
    }
}

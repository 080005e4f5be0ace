package io.databased.internal.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What many schedules have found: for each kind of violation how often, and the shortest schedule with it. */
final class Report {
    /** A schedule takes milliseconds; one that takes this long goes round in circles. */
    private static final long LONGEST_MILLIS = 60_000;

    /** One kind of violation. */
    static final class Found {
        private int times;
        private long seed;
        private long length = Long.MAX_VALUE;
        private String detail = "";
        private String faults = "";

        @Override
        public String toString() {
            return times + " times, shortest -Ddatabased.seed=" + seed + " (" + length + " events, faults " + faults
                    + "): " + detail;
        }
    }

    private final Map<String, Found> violations = new LinkedHashMap<>();
    private long schedules;
    private long events;
    private long broken;
    private volatile long seed = -1;

    /** Runs them one after the other, on a thread of their own that can be left alone if one never ends. */
    static Report of(long first, long count) throws InterruptedException {
        Report report = new Report();
        Thread worker = new Thread(() -> report.run(first, count), "schedules");
        worker.setDaemon(true);
        worker.start();
        long before = -1;
        while (worker.isAlive()) {
            worker.join(LONGEST_MILLIS);
            if (worker.isAlive() && report.seed == before) {
                return endless(before, worker.getStackTrace());
            }
            before = report.seed;
        }
        return report;
    }

    private static Report endless(long seed, StackTraceElement[] stack) {
        Report report = new Report();
        Found found = new Found();
        found.times = 1;
        found.seed = seed;
        found.detail = World.stack("at", stack);
        report.violations.put("a schedule never ends", found);
        return report;
    }

    private void run(long first, long count) {
        for (long next = first; next < first + count; next++) {
            seed = next;
            add(next, new Schedule(next, false).run());
        }
    }

    private void add(long of, World world) {
        schedules++;
        events += world.time.happened();
        broken += world.violations().isEmpty() ? 0 : 1;
        world.violations().forEach((name, detail) -> {
            Found found = violations.computeIfAbsent(name, key -> new Found());
            found.times++;
            if (world.time.happened() < found.length) {
                found.length = world.time.happened();
                found.seed = of;
                found.detail = detail;
                found.faults = world.struck().toString();
            }
        });
    }

    Map<String, Found> violations() {
        return violations;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(schedules + " schedules, " + events + " events, " + broken
                + " schedules with violations, of " + violations.size() + " kinds");
        List<Map.Entry<String, Found>> sorted = new ArrayList<>(violations.entrySet());
        sorted.sort((a, b) -> b.getValue().times - a.getValue().times);
        sorted.forEach(
                found -> text.append("\n- ").append(found.getKey()).append(": ").append(found.getValue()));
        return text.toString();
    }
}

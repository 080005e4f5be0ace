package io.databased.internal.schedule;

import java.util.LinkedHashMap;
import java.util.Map;

/** What many schedules have found: for each kind of violation how often, and the shortest schedule with it. */
final class Report {
    /** One kind of violation. */
    static final class Found {
        int times;
        long seed;
        long length = Long.MAX_VALUE;
        String detail = "";
        String faults = "";

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

    static Report of(long first, long count) {
        Report report = new Report();
        for (long seed = first; seed < first + count; seed++) {
            report.add(seed, new Schedule(seed, false).run());
        }
        return report;
    }

    void add(long seed, World world) {
        schedules++;
        events += world.time.happened();
        broken += world.violations().isEmpty() ? 0 : 1;
        world.violations().forEach((name, detail) -> {
            Found found = violations.computeIfAbsent(name, key -> new Found());
            found.times++;
            if (world.time.happened() < found.length) {
                found.length = world.time.happened();
                found.seed = seed;
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
                + " with violations of " + violations.size() + " kinds");
        violations.entrySet().stream()
                .sorted((a, b) -> b.getValue().times - a.getValue().times)
                .forEach(found ->
                        text.append("\n- ").append(found.getKey()).append(": ").append(found.getValue()));
        return text.toString();
    }
}

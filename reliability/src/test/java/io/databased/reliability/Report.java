package io.databased.reliability;

import io.databased.testkit.History;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What all tests of this module have done and found, printed when the last one is over. */
final class Report implements AutoCloseable {
    /** The columns. */
    enum Count {
        SCENARIOS,
        SCHEDULES,
        STORMS,
        CANCELS,
        CRASHES,
        ACKNOWLEDGED,
        UNKNOWN,
        LOST,
        GHOST,
        TORN,
        DOUBLED,
        LEAKED,
        INNOCENTS,
        LATE
    }

    private static final Map<Count, AtomicLong> COUNTS = new EnumMap<>(Count.class);

    static {
        for (Count count : Count.values()) {
            COUNTS.put(count, new AtomicLong());
        }
    }

    static void add(Count count, long number) {
        COUNTS.get(count).addAndGet(number);
    }

    /** Counts what was found, and throws if anything is wrong. */
    static void verify(History.Findings findings) {
        add(Count.ACKNOWLEDGED, findings.claims().getOrDefault(History.Claim.COMMITTED, 0L));
        add(Count.UNKNOWN, findings.claims().getOrDefault(History.Claim.UNKNOWN, 0L));
        add(Count.LOST, findings.lost().size());
        add(Count.GHOST, findings.ghosts().size());
        add(Count.TORN, findings.torn().size());
        add(Count.DOUBLED, findings.doubled().size());
        findings.verify();
    }

    /** Something that is worth a line of its own. */
    static void say(String line) {
        System.out.println("[reliability] " + line);
    }

    @Override
    public void close() {
        String names = COUNTS.keySet().stream()
                .map(count -> String.format("%13s", count.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining());
        String numbers = COUNTS.values().stream()
                .map(number -> String.format("%13d", number.get()))
                .collect(Collectors.joining());
        say((Scale.SOAK ? "soak" : "check") + "\n" + names + "\n" + numbers);
    }
}

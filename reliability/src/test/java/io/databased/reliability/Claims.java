package io.databased.reliability;

import io.databased.testkit.History;
import io.databased.testkit.History.Claim;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The claims of a history, in force-rollback weaker: there a session that came in while another was open is inside it, and goes with it
 * if that one is cancelled, committed or not.
 */
record Claims(History history, boolean forced, Map<Long, String> notes) {
    Claims(History history, boolean forced) {
        this(history, forced, new ConcurrentHashMap<>());
    }

    long begin() {
        return history.begin();
    }

    /** What to say of the unit if it was not told truly. */
    void note(long unit, String what) {
        notes.put(unit, what);
    }

    /** Whether the rows are what was claimed. */
    boolean agree(Collection<long[]> rows) {
        return history.compare(rows).agree();
    }

    /** Compares with the rows; what was noted of those that were not told truly is told. */
    void verify(Collection<long[]> rows) {
        History.Findings findings = history.compare(rows);
        try {
            Report.verify(findings);
        } catch (AssertionError e) {
            StringBuilder wrong = new StringBuilder();
            Stream.of(findings.lost(), findings.ghosts(), findings.torn())
                    .flatMap(Collection::stream)
                    .forEach(unit -> {
                        wrong.append("\n")
                                .append(unit)
                                .append(": ")
                                .append(notes.get(unit))
                                .append(", there are parts ");
                        rows.stream()
                                .filter(row -> row[0] == unit)
                                .forEach(row -> wrong.append(row[1]).append(' '));
                    });
            throw new AssertionError(e.getMessage() + wrong, e);
        }
    }

    void claim(long unit, Claim claim) {
        history.claim(unit, forced && claim == Claim.COMMITTED ? Claim.UNKNOWN : claim);
    }
}

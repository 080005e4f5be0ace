package io.databased.testkit;

import io.databased.CommitOutcomeUnknownException;
import io.databased.ConnectionLostException;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was told of work with what is there. Each unit of work has a number and writes one row for each of its parts,
 * counted from 0; its end is claimed once. In the end the rows are read and compared. Safe for use by several threads.
 *
 * <pre>{@code
 * History history = new History(2);
 * long unit = history.begin();
 * … // write the rows (unit, 0) and (unit, 1) in a session
 * history.claim(unit, Claim.ofSession(failure));
 * history.compare(rows).verify();
 * }</pre>
 */
public final class History {
    /** What was told of a unit of work. */
    public enum Claim {
        /** It is there, all of it. */
        COMMITTED,
        /** Nothing of it is there: it was rolled back, or never sent. */
        ROLLED_BACK,
        /** All of it is there, or nothing. */
        UNKNOWN;

        /**
         * What the end of a session says of its work. Whoever has cancelled the future of the whole session knows nothing, and
         * claims {@link #UNKNOWN}.
         *
         * @param failure null for success
         */
        public static Claim ofSession(@Nullable Throwable failure) {
            if (failure == null) {
                return COMMITTED;
            }
            return failure instanceof CommitOutcomeUnknownException ? UNKNOWN : ROLLED_BACK;
        }

        /**
         * What the end of a statement outside of sessions says of its effect.
         *
         * @param failure null for success
         */
        public static Claim ofStatement(@Nullable Throwable failure) {
            if (failure == null) {
                return COMMITTED;
            }
            boolean lost = failure instanceof ConnectionLostException loss && loss.sent();
            boolean stopped = failure instanceof StatementException refusal
                    && (refusal.kind() == Kind.TIMEOUT || refusal.kind() == Kind.CANCELLED);
            boolean maybe = lost || stopped || failure instanceof CancellationException;
            return maybe ? UNKNOWN : ROLLED_BACK;
        }
    }

    /**
     * What is wrong, as numbers of units.
     *
     * @param claims how many units of each claim
     * @param lost committed, and not there
     * @param ghosts there, and rolled back or never begun
     * @param torn there in part
     * @param doubled there more than once
     * @param unclaimed without an end
     */
    public record Findings(
            Map<Claim, Long> claims,
            Collection<Long> lost,
            Collection<Long> ghosts,
            Collection<Long> torn,
            Collection<Long> doubled,
            Collection<Long> unclaimed) {
        /** Whether nothing is wrong. */
        public boolean agree() {
            return Stream.of(lost, ghosts, torn, doubled, unclaimed).allMatch(Collection::isEmpty);
        }

        /** Throws if anything is wrong. */
        public void verify() {
            if (!agree()) {
                throw new AssertionError("what was told is not what is there: " + this);
            }
        }
    }

    private final int parts;
    private final AtomicLong units = new AtomicLong();
    private final Map<Long, Claim> claims = new ConcurrentHashMap<>();

    /** A history of units of so many parts. */
    public History(int parts) {
        this.parts = parts;
    }

    /** The number of a new unit, from 1. */
    public long begin() {
        return units.incrementAndGet();
    }

    /** Says how the unit has ended; once. */
    public void claim(long unit, Claim claim) {
        Claim before = claims.putIfAbsent(unit, claim);
        if (before != null) {
            throw new AssertionError("unit " + unit + " has ended twice: " + before + ", then " + claim);
        }
    }

    /** How many units have been claimed to be so. */
    public long count(Claim claim) {
        return claims.values().stream().filter(claim::equals).count();
    }

    /** Compares the claims with the rows, each a unit and a part. */
    public Findings compare(Collection<long[]> rows) {
        Map<Long, List<Long>> there = new HashMap<>();
        rows.forEach(
                row -> there.computeIfAbsent(row[0], unit -> new ArrayList<>()).add(row[1]));
        Findings findings = new Findings(
                new HashMap<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        claims.values().forEach(claim -> findings.claims.merge(claim, 1L, Long::sum));
        for (long unit = 1; unit <= units.get(); unit++) {
            compare(unit, there.getOrDefault(unit, List.of()), findings);
        }
        there.keySet().stream().filter(unit -> unit < 1 || unit > units.get()).forEach(findings.ghosts::add);
        return findings;
    }

    private void compare(long unit, List<Long> rows, Findings findings) {
        Claim claim = claims.get(unit);
        long different = rows.stream().distinct().count();
        if (claim == null) {
            findings.unclaimed.add(unit);
        }
        if (different < rows.size()) {
            findings.doubled.add(unit);
        }
        if (rows.isEmpty()) {
            if (claim == Claim.COMMITTED) {
                findings.lost.add(unit);
            }
        } else if (claim == Claim.ROLLED_BACK) {
            findings.ghosts.add(unit);
        } else if (different != parts || rows.stream().anyMatch(part -> part < 0 || part >= parts)) {
            findings.torn.add(unit);
        }
    }
}

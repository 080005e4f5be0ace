package io.databased.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A random program of nested sessions over one table of keys and values, and what it must come to. */
record Program(List<Op> ops, Ending ending) {
    private static final int KEYS = 4;
    static final int DEEPEST = 4;
    private static final List<Ending> ENDINGS =
            List.of(Ending.COMMIT, Ending.COMMIT, Ending.THROW, Ending.COMMIT_BY_HAND, Ending.CANCEL_BY_HAND);

    /** How a session ends once its steps are done; by hand or as work that was given. */
    enum Ending {
        COMMIT,
        THROW,
        COMMIT_BY_HAND,
        CANCEL_BY_HAND;

        boolean byHand() {
            return this == COMMIT_BY_HAND || this == CANCEL_BY_HAND;
        }
    }

    /** A step of a session. */
    sealed interface Op {}

    /** Fails if the key is there. */
    record Insert(String key, int value) implements Op {}

    record Update(String key, int value) implements Op {}

    record Delete(String key) implements Op {}

    record Read(String key) implements Op {}

    /** A child session; when it fails, its parent either goes on or fails with it. */
    record Child(Program program, boolean caught) implements Op {}

    /** Cancels the future of the outermost session's work. */
    record CancelRoot() implements Op {}

    /** An outermost session, with child sessions so many levels down. */
    static Program random(Random random, int levels) {
        return new Program(ops(random, levels), ENDINGS.get(random.nextInt(ENDINGS.size())));
    }

    private static List<Op> ops(Random random, int levels) {
        List<Op> ops = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            ops.add(op(random, levels));
        }
        return ops;
    }

    private static Op op(Random random, int levels) {
        String key = "k" + random.nextInt(KEYS);
        int choice = random.nextInt(100);
        if (choice < 30) {
            return new Insert(key, random.nextInt(1000));
        } else if (choice < 45) {
            return new Update(key, random.nextInt(1000));
        } else if (choice < 55) {
            return new Delete(key);
        } else if (choice < 70) {
            return new Read(key);
        } else if (choice < 98 && levels > 0) {
            return new Child(random(random, levels - 1), random.nextInt(4) > 0);
        }
        return choice < 98 ? new Read(key) : new CancelRoot();
    }

    /** What must be visible after the program, and what its reads must have seen. */
    record Expectation(Map<String, Integer> table, List<String> reads, boolean succeeds) {}

    Expectation expectation(Map<String, Integer> before) {
        List<String> reads = new ArrayList<>();
        try {
            Map<String, Integer> after = new TreeMap<>(before);
            boolean succeeds = run(after, reads);
            boolean kept = succeeds && ending != Ending.CANCEL_BY_HAND;
            return new Expectation(kept ? after : new TreeMap<>(before), reads, succeeds);
        } catch (RootCancelled cancelled) {
            return new Expectation(new TreeMap<>(before), reads, false);
        }
    }

    /** Whether the session succeeds; the table is then what it makes of it. */
    private boolean run(Map<String, Integer> table, List<String> reads) throws RootCancelled {
        for (Op op : ops) {
            if (!step(op, table, reads)) {
                return false;
            }
        }
        return ending != Ending.THROW;
    }

    private static boolean step(Op op, Map<String, Integer> table, List<String> reads) throws RootCancelled {
        if (op instanceof Insert insert) {
            return table.putIfAbsent(insert.key, insert.value) == null;
        } else if (op instanceof Update update) {
            table.computeIfPresent(update.key, (key, old) -> update.value);
        } else if (op instanceof Delete delete) {
            table.remove(delete.key);
        } else if (op instanceof Read read) {
            reads.add(read.key + "=" + table.get(read.key));
        } else if (op instanceof Child child) {
            return nested(child.program, table, reads) || child.caught;
        } else {
            throw new RootCancelled();
        }
        return true;
    }

    private static boolean nested(Program child, Map<String, Integer> table, List<String> reads) throws RootCancelled {
        Map<String, Integer> copy = new TreeMap<>(table);
        boolean succeeds = child.run(copy, reads);
        if (succeeds && child.ending != Ending.CANCEL_BY_HAND) {
            table.clear();
            table.putAll(copy);
        }
        return succeeds;
    }

    /** Ends every session at once. */
    private static final class RootCancelled extends Exception {
        private static final long serialVersionUID = 1L;
    }
}

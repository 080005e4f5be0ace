package io.databased.internal.schedule;

import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The transaction of one connection on the server: a level for itself and one for each savepoint. Unforgiving. */
final class OpenTransaction {
    private static final class Level {
        private @Nullable SessionModel owner;
        private final List<Long> rows = new ArrayList<>();

        Level(@Nullable SessionModel owner) {
            this.owner = owner;
        }
    }

    private final World world;
    private final List<Level> levels = new ArrayList<>();
    private @Nullable SessionModel before;
    private boolean aborted;

    OpenTransaction(World world) {
        this.world = world;
    }

    boolean isOpen() {
        return !levels.isEmpty();
    }

    boolean isAborted() {
        return aborted;
    }

    void abort() {
        aborted = isOpen();
    }

    void clear() {
        before = root();
        levels.clear();
        aborted = false;
    }

    @Nullable
    SessionModel owner() {
        return levels.isEmpty() ? null : levels.get(levels.size() - 1).owner;
    }

    /** Whose it was: the core may not know yet that it is over. */
    @Nullable
    SessionModel rootAsFarAsIsKnown() {
        return isOpen() ? root() : before;
    }

    /** Of the outermost level that belongs to a session. */
    @Nullable
    SessionModel root() {
        for (Level level : levels) {
            if (level.owner != null) {
                return level.owner.root();
            }
        }
        return null;
    }

    /** Levels that were begun without a statement belong to the first that comes. */
    void adopt(List<SessionModel> path, int below) {
        int outermost = levels.size() - path.size();
        for (int i = Math.max(below, outermost); i < levels.size(); i++) {
            if (levels.get(i).owner == null) {
                levels.get(i).owner = path.get(i - outermost);
            }
        }
    }

    void insert(List<Long> rows) {
        levels.get(levels.size() - 1).rows.addAll(rows);
    }

    void begin(@Nullable SessionModel owner) {
        before = null;
        require(levels.isEmpty(), "BEGIN inside a transaction", owner);
        levels.add(new Level(owner));
    }

    void savepoint(int depth, @Nullable SessionModel owner) {
        require(levels.size() == depth, "SAVEPOINT out of order", owner);
        levels.add(new Level(owner));
    }

    void release(int depth) {
        require(levels.size() == depth + 1, "RELEASE out of order", owner());
        List<Long> rows = new ArrayList<>();
        while (levels.size() > depth) {
            rows.addAll(levels.remove(levels.size() - 1).rows);
        }
        if (isOpen()) {
            insert(rows);
        }
    }

    void rollbackTo(int depth) {
        require(levels.size() > depth, "ROLLBACK TO a savepoint that is not there", owner());
        while (levels.size() > depth + 1) {
            levels.remove(levels.size() - 1);
        }
        if (levels.size() > depth) {
            levels.get(depth).rows.clear();
        }
        aborted = false;
    }

    /** The rows of all levels; it is over. */
    List<Long> commit() {
        require(isOpen(), "COMMIT without a transaction", null);
        List<Long> rows = new ArrayList<>();
        levels.forEach(level -> rows.addAll(level.rows));
        clear();
        return rows;
    }

    void rollback() {
        require(isOpen(), "ROLLBACK without a transaction", null);
        clear();
    }

    boolean holds(long row) {
        return levels.stream().anyMatch(level -> level.rows.contains(row));
    }

    static boolean commits(Command command) {
        return command.prelude().stream().anyMatch(step -> step.kind() == Control.Kind.COMMIT);
    }

    static boolean rollsBack(Command command) {
        return command.prelude().stream()
                .anyMatch(step -> step.kind() == Control.Kind.ROLLBACK || step.kind() == Control.Kind.ROLLBACK_TO);
    }

    private void require(boolean inOrder, String otherwise, @Nullable Object detail) {
        if (!inOrder) {
            world.violated(otherwise, detail + ", " + levels.size() + " levels");
        }
    }
}

package io.databased.internal.session;

import io.databased.internal.context.TransactionSql;
import io.databased.spi.Command.Control;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What the connection has been told of the nesting: which sessions have begun on the wire, and which savepoints are owed a
 * RELEASE that rides with whatever follows. Under the pipeline's monitor.
 */
final class Nesting {
    private final TransactionSql sql;
    private final SessionNode root;
    private final ArrayDeque<SessionNode> begun = new ArrayDeque<>(4);
    private final List<Control> owed = new ArrayList<>(2);
    private int baseDepth;

    Nesting(TransactionSql sql, SessionNode root) {
        this.sql = sql;
        this.root = root;
    }

    /** @param depth at which the outermost session's transaction stands: 0 unless it is inside another */
    void startAt(int depth) {
        baseDepth = depth;
    }

    boolean isInsideTransaction() {
        return baseDepth > 0;
    }

    /** Whether the connection has been told of a session. */
    boolean hasBegun() {
        return !begun.isEmpty();
    }

    private int depth(SessionNode session) {
        return baseDepth + session.level();
    }

    /** The depth of the innermost savepoint that stands now. */
    int deepest() {
        int deepest = baseDepth - 1 + begun.size();
        for (Control release : owed) {
            deepest = Math.max(deepest, release.depth());
        }
        return deepest;
    }

    /** What must go ahead of a statement of this session, which is taken as sent. */
    List<Control> preludeFor(SessionNode session) {
        if (session.hasBegun() && owed.isEmpty()) {
            return List.of();
        }
        List<Control> prelude = new ArrayList<>(owed);
        owed.clear();
        begin(session, prelude);
        return prelude;
    }

    /** The session, and those around it that have not begun either. */
    private void begin(SessionNode session, List<Control> prelude) {
        Deque<SessionNode> outermostFirst = new ArrayDeque<>(1);
        for (SessionNode next = session; next != null && !next.hasBegun(); next = next.parent()) {
            outermostFirst.push(next);
        }
        for (SessionNode next : outermostFirst) {
            prelude.add(sql.begin(depth(next), next.options()));
            next.hasBegun(true);
            begun.push(next);
        }
    }

    /** The child's savepoint is to be released with whatever follows. */
    void oweRelease(SessionNode child) {
        if (child.hasBegun()) {
            forget(child);
            owed.add(sql.commit(depth(child)));
        }
    }

    /** What undoes and ends the session on the wire. Savepoints inside it go with it. */
    List<Control> rollback(SessionNode session) {
        int depth = depth(session);
        owed.clear();
        forget(session);
        return depth == 0 ? List.of(sql.rollback(0)) : List.of(sql.rollback(depth), sql.commit(depth));
    }

    /** What commits the outermost session; COMMIT releases every savepoint by itself. */
    List<Control> commit() {
        List<Control> steps = new ArrayList<>();
        if (baseDepth > 0) {
            steps.addAll(owed);
        }
        owed.clear();
        steps.add(sql.commit(baseDepth));
        return steps;
    }

    /** The transaction is gone. */
    void forgetAll() {
        owed.clear();
        forget(root);
    }

    private void forget(SessionNode session) {
        while (session.hasBegun()) {
            begun.pop().hasBegun(false);
        }
    }
}

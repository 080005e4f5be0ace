package io.databased.internal.session;

import java.util.ArrayList;
import java.util.List;

/** What is to be run once a session has ended. A child's go to its parent when it commits. */
final class SessionHooks {
    private final List<Runnable> afterCommit = new ArrayList<>(0);
    private final List<Runnable> afterRollback = new ArrayList<>(0);

    void afterCommit(Runnable hook) {
        afterCommit.add(hook);
    }

    void afterRollback(Runnable hook) {
        afterRollback.add(hook);
    }

    void adopt(SessionHooks child) {
        afterCommit.addAll(child.afterCommit);
        afterRollback.addAll(child.afterRollback);
    }

    List<Runnable> takeAfterCommit() {
        return take(afterCommit);
    }

    List<Runnable> takeAfterRollback() {
        return take(afterRollback);
    }

    private static List<Runnable> take(List<Runnable> hooks) {
        List<Runnable> taken = List.copyOf(hooks);
        hooks.clear();
        return taken;
    }
}

package io.databased.vertx.runtime;

import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Those event loops of Vert.x that run in place of ours; their threads do not tell. */
final class PlainLoops {
    private static final List<EventExecutor> ALL = new CopyOnWriteArrayList<>();

    private PlainLoops() {}

    static void add(List<EventExecutor> started) {
        ALL.addAll(started);
    }

    static void remove(List<EventExecutor> ended) {
        ALL.removeAll(ended);
    }

    /** Whether the current thread is one of them. */
    static boolean isCurrentThread() {
        for (EventExecutor loop : ALL) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }
}

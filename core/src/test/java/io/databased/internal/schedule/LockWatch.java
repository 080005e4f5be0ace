package io.databased.internal.schedule;

import java.util.concurrent.SynchronousQueue;
import java.util.function.Consumer;

/**
 * A second thread that calls the API while a callback of the user's runs: it must get through, or the callback runs under a
 * lock of ours. Nothing is timed: a thread that is parked while all others wait for it is stuck.
 */
final class LockWatch {
    private static final int SURE = 200;
    private static final LockWatch INSTANCE = new LockWatch();

    private final SynchronousQueue<Runnable> calls = new SynchronousQueue<>();
    private final Thread thread = new Thread(this::serve, "lock-watch");
    private volatile boolean busy;
    private volatile boolean calling;

    private LockWatch() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Calls it from the other thread. @param stuck told where it does not get through */
    static void call(Runnable api, Consumer<String> stuck) {
        INSTANCE.callNow(api, stuck);
    }

    private void callNow(Runnable api, Consumer<String> stuck) {
        if (busy) {
            return; // still stuck in the last one
        }
        busy = true;
        boolean taken = false;
        try {
            calls.put(api);
            taken = true;
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
        int parked = 0;
        while (taken && busy) {
            Thread.State state = thread.getState();
            boolean waits = calling && (state == Thread.State.WAITING || state == Thread.State.BLOCKED);
            parked = waits ? parked + 1 : 0;
            if (parked > SURE) {
                StackTraceElement[] frames = thread.getStackTrace();
                if (busy) {
                    stuck.accept(World.stack("", frames));
                    return;
                }
            }
            Thread.yield();
        }
    }

    private void serve() {
        while (true) {
            try {
                Runnable api = calls.take();
                calling = true;
                api.run();
            } catch (InterruptedException end) {
                return;
            } catch (Throwable refused) {
                // that it was refused is an answer, too
            }
            calling = false;
            busy = false;
        }
    }
}

package io.databased.examples.backend;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** The thread of one connection, because calls of JDBC block. Runs tasks in order; what comes after the end is dropped. */
final class ConnectionThread extends Thread {
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private boolean ended;

    private ConnectionThread() {
        super("tiny-connection");
        setDaemon(true);
    }

    static void start(Consumer<ConnectionThread> firstTask) {
        ConnectionThread thread = new ConnectionThread();
        thread.tasks.add(() -> firstTask.accept(thread));
        thread.start();
    }

    void add(Runnable task) {
        tasks.add(task);
    }

    /** On this thread. */
    void end() {
        ended = true;
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                tasks.take().run();
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }
}

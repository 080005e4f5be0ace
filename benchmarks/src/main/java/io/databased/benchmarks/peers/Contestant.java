package io.databased.benchmarks.peers;

import java.io.IOException;

/** Who does a task, as fast as it can. */
interface Contestant extends AutoCloseable {
    String name();

    /**
     * Does the task for about as long.
     *
     * @return operations a second
     */
    double run(Task task, long millis) throws IOException, InterruptedException;

    @Override
    void close() throws IOException, InterruptedException;
}

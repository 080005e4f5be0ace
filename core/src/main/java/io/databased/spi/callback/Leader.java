package io.databased.spi.callback;

import java.util.concurrent.Executor;

/** What a thread has that may have the {@link Lead}. If callbacks may be offered to it, it is a {@link LeadingThread}. */
public final class Leader {
    private final Lead lead;
    private final Thread thread;
    private final Part serving = new Part(this, true);
    private final Part calling = new Part(this, false);
    private final Object interrupting = new Object();

    /**
     * @param lead which the thread may have; it has to {@linkplain Lead#take take} it before it serves
     * @param thread which runs all that is done in this part; it belongs to one lead as long as it lives
     */
    public Leader(Lead lead, Thread thread) {
        this.lead = lead;
        this.thread = thread;
    }

    Thread thread() {
        return thread;
    }

    Part serving() {
        return serving;
    }

    Part calling() {
        return calling;
    }

    /** Whether it serves at the moment, and must not block. */
    public boolean serves() {
        return lead.isServedBy(thread, false);
    }

    boolean offer(Runnable callback, Executor elsewhere) {
        return lead.offer(this, callback, elsewhere);
    }

    void beforeWaiting() {
        lead.relieve(this);
    }

    /**
     * In place of the thread's own. An interrupt is for its callbacks; while it serves it ignores that, because Java closes the
     * connection or the file of a thread that is interrupted.
     *
     * @param thread interrupts the thread
     */
    public void interrupt(Runnable thread) {
        synchronized (interrupting) {
            if (!serves()) {
                thread.run();
            }
        }
    }

    /**
     * Ends its callbacks, and with them whatever has interrupted them.
     *
     * @return whether it leads still
     */
    boolean comesBack() {
        synchronized (interrupting) {
            boolean leads = lead.goesOnServing(this);
            Thread.interrupted();
            return leads;
        }
    }

    /** That a thread leads, and what it does: serve, or call users back. */
    static final class Part {
        private final Leader leader;
        private final boolean serves;

        private Part(Leader leader, boolean serves) {
            this.leader = leader;
            this.serves = serves;
        }

        Leader leader() {
            return leader;
        }

        boolean serves() {
            return serves;
        }
    }
}

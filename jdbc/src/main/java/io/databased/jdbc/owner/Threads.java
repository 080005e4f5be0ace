package io.databased.jdbc.owner;

import io.databased.spi.callback.Lead;
import io.databased.spi.callback.Leader;
import io.databased.spi.callback.LeadingThread;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What kind of thread owns a connection; all are daemons. */
public enum Threads {
    /** For drivers that compute in this process, or in native code: they would keep a virtual thread's carrier. */
    PLATFORM,
    /** For drivers of Java that wait for sockets: virtual where waiting in a monitor pins no carrier, else as above. */
    VIRTUAL;

    /** From JDK 24 on (JEP 491). */
    private static final int FIRST_WITHOUT_PINNING = 24;

    private static final @Nullable MethodHandle UNSTARTED = unstarted();

    /** Those of the virtual threads that own a connection now. */
    private static final Set<Thread> OWNERS = ConcurrentHashMap.newKeySet();

    /** @param work is what a thread does that may have the lead */
    Thread start(String name, @Nullable ClassLoader classLoader, Lead lead, Consumer<Leader> work) {
        Thread thread = this == VIRTUAL && UNSTARTED != null ? virtual(name, lead, work) : new Worker(name, lead, work);
        thread.setContextClassLoader(classLoader);
        thread.start();
        return thread;
    }

    static boolean isOwner(Thread thread) {
        return thread instanceof Worker worker ? worker.leader.serves() : OWNERS.contains(thread);
    }

    private static Thread virtual(String name, Lead lead, Consumer<Leader> work) {
        Runnable marked = () -> {
            Thread thread = Thread.currentThread();
            OWNERS.add(thread);
            try {
                work.accept(new Leader(lead, thread));
            } finally {
                OWNERS.remove(thread);
            }
        };
        try {
            Thread thread = (Thread) Objects.requireNonNull(UNSTARTED).invoke(marked);
            thread.setName(name);
            return thread;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a virtual thread could not be made", impossible);
        }
    }

    /** {@code Thread.ofVirtual().inheritInheritableThreadLocals(false)::unstarted}, or null where they do not exist or pin. */
    private static @Nullable MethodHandle unstarted() {
        if (Runtime.version().feature() < FIRST_WITHOUT_PINNING) {
            return null;
        }
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Class<?> ofVirtual = Class.forName("java.lang.Thread$Builder$OfVirtual");
            Object threads = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(ofVirtual))
                    .invoke();
            Object alone = lookup.findVirtual(
                            builder, "inheritInheritableThreadLocals", MethodType.methodType(builder, boolean.class))
                    .invoke(threads, false);
            return lookup.findVirtual(builder, "unstarted", MethodType.methodType(Thread.class, Runnable.class))
                    .bindTo(alone);
        } catch (Throwable impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** A platform thread, which runs callbacks as well. */
    private static final class Worker extends Thread implements LeadingThread {
        private final Leader leader;
        private final Consumer<Leader> work;

        Worker(String name, Lead lead, Consumer<Leader> work) {
            super(null, null, name, 0, false);
            this.leader = new Leader(lead, this);
            this.work = work;
            setDaemon(true);
        }

        @Override
        public void run() {
            work.accept(leader);
        }

        @Override
        public Leader leader() {
            return leader;
        }

        @Override
        public void interrupt() {
            leader.interrupt(super::interrupt);
        }
    }
}

package io.databased.jdbc.owner;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    Thread start(String name, Runnable work) {
        Thread thread = this == VIRTUAL && UNSTARTED != null ? virtual(name, work) : new Worker(work, name);
        thread.start();
        return thread;
    }

    static boolean isOwner(Thread thread) {
        return thread instanceof Worker || OWNERS.contains(thread);
    }

    private static Thread virtual(String name, Runnable work) {
        Runnable marked = () -> {
            OWNERS.add(Thread.currentThread());
            try {
                work.run();
            } finally {
                OWNERS.remove(Thread.currentThread());
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

    /** Marks platform threads of this kind. */
    private static final class Worker extends Thread {
        Worker(Runnable work, String name) {
            super(null, work, name, 0, false);
            setDaemon(true);
        }
    }
}

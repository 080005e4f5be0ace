package io.databased.internal.failure;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The opening of a session whose work runs on this thread, inside of the work of others perhaps. The stack is dear to take, and
 * whoever takes it inside of the work has the line that opened the session on it as well, further out. So it is taken for the
 * session only if the work has not had it taken.
 */
public final class Opening {
    private static final ThreadLocal<@Nullable Opening> INNERMOST = new ThreadLocal<>();

    private final SessionLabel label;
    private final @Nullable Opening outer;
    private final int depth;
    private boolean recorded;

    private Opening(SessionLabel label, @Nullable Opening outer) {
        this.label = label;
        this.outer = outer;
        this.depth = outer == null ? 1 : outer.depth + 1;
    }

    /** Runs the work in the session of that label, and records the line that opened it. */
    public static <S, R> R run(SessionLabel label, S session, Function<? super S, R> work) {
        Opening outer = INNERMOST.get();
        Opening opening = new Opening(label, outer);
        label.openedAt(CallSite.ofRunning(Thread.currentThread()).outside(opening.depth));
        INNERMOST.set(opening);
        try {
            return work.apply(session);
        } finally {
            if (!opening.recorded) {
                record(CallSite.here());
            }
            INNERMOST.set(outer);
        }
    }

    /** Takes the stack, for whoever wants it and for the sessions that lack it. */
    public static CallSite here() {
        CallSite here = CallSite.here();
        record(here);
        return here;
    }

    private static void record(CallSite inside) {
        for (Opening opening = INNERMOST.get(); opening != null && !opening.recorded; opening = opening.outer) {
            opening.recorded = true;
            opening.label.openedAt(inside.outside(opening.depth));
        }
    }
}

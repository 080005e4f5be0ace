package io.databased.internal.session;

import java.util.Arrays;
import java.util.Set;

/** Where a user called us; worked out only when a message needs it. */
interface CallSite {
    Set<String> OURS = Set.of(
            "io.databased.Queryable",
            "io.databased.BlockingQueryable",
            "io.databased.Database",
            "io.databased.BlockingDatabase",
            "io.databased.Session",
            "io.databased.BlockingSession");

    /** Taken now, since the failure comes from another thread, when this one has gone on. */
    static CallSite here() {
        return new Taken();
    }

    /** Where a thread waits for us; asked for only while it does. */
    static CallSite ofWaiting(Thread thread) {
        return new OfWaiting(thread);
    }

    /** The innermost first; some of them may be ours. */
    StackTraceElement[] frames();

    /** The innermost frame that is not ours, as {@code MovieStore.java:42}. */
    default String line() {
        StackTraceElement[] user = userFrames();
        if (user.length == 0) {
            return "an unknown line";
        }
        StackTraceElement frame = user[0];
        String type = frame.getClassName();
        return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName() + "("
                + (frame.getFileName() == null ? "unknown source" : frame.getFileName())
                + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber()) + ")";
    }

    /** The frames from the innermost that is not ours. */
    default StackTraceElement[] userFrames() {
        StackTraceElement[] frames = frames();
        int first = 0;
        while (first < frames.length
                && (OURS.contains(frames[first].getClassName())
                        || frames[first].getClassName().startsWith("io.databased.internal."))) {
            first++;
        }
        return Arrays.copyOfRange(frames, first, frames.length);
    }

    /** The stack as it was. */
    final class Taken extends Throwable implements CallSite {
        private static final long serialVersionUID = 1L;

        private Taken() {
            super(null, null, false, true);
        }

        @Override
        public StackTraceElement[] frames() {
            return getStackTrace();
        }
    }

    /** A stack that stays as it is while its thread waits, but for what is inside of our call. */
    record OfWaiting(Thread thread) implements CallSite {
        @Override
        public StackTraceElement[] frames() {
            return Arrays.stream(thread.getStackTrace())
                    .dropWhile(frame -> !frame.getClassName().equals(BlockingRunner.class.getName()))
                    .map(OfWaiting::plain)
                    .toArray(StackTraceElement[]::new);
        }

        /** As a throwable prints it: without the name of the class loader. */
        private static StackTraceElement plain(StackTraceElement frame) {
            return new StackTraceElement(
                    null,
                    frame.getModuleName(),
                    frame.getModuleVersion(),
                    frame.getClassName(),
                    frame.getMethodName(),
                    frame.getFileName(),
                    frame.getLineNumber());
        }
    }
}

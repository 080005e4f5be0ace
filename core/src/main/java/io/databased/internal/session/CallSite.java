package io.databased.internal.session;

import java.util.Set;

/**
 * Where a user called us. Taken when an operation is asked for, since the failure comes from another thread; the line is
 * worked out only when a message needs it.
 */
final class CallSite extends Throwable {
    private static final long serialVersionUID = 1L;

    private static final Set<String> OURS = Set.of(
            "io.databased.Queryable",
            "io.databased.BlockingQueryable",
            "io.databased.Database",
            "io.databased.BlockingDatabase",
            "io.databased.Session",
            "io.databased.BlockingSession");

    private CallSite() {
        super(null, null, false, true);
    }

    static CallSite here() {
        return new CallSite();
    }

    /** The innermost frame that is not ours, as {@code MovieStore.java:42}. */
    String line() {
        for (StackTraceElement frame : getStackTrace()) {
            String type = frame.getClassName();
            if (!OURS.contains(type) && !type.startsWith("io.databased.internal.")) {
                return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethodName() + "("
                        + (frame.getFileName() == null ? "unknown source" : frame.getFileName())
                        + (frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber()) + ")";
            }
        }
        return "an unknown line";
    }

    /** The frames from the innermost that is not ours. */
    StackTraceElement[] userFrames() {
        StackTraceElement[] frames = getStackTrace();
        int first = 0;
        while (first < frames.length
                && (OURS.contains(frames[first].getClassName())
                        || frames[first].getClassName().startsWith("io.databased.internal."))) {
            first++;
        }
        return java.util.Arrays.copyOfRange(frames, first, frames.length);
    }
}

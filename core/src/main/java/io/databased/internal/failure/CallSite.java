package io.databased.internal.failure;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Where a user called us; worked out only when a message needs it. */
public interface CallSite {
    Set<String> OURS = Set.of(
            "io.databased.Queryable",
            "io.databased.BlockingQueryable",
            "io.databased.Database",
            "io.databased.BlockingDatabase",
            "io.databased.Session",
            "io.databased.BlockingSession");

    /** Packages that pass their users' calls on. */
    Set<String> FORWARDING = Set.of("io.databased.junit", "io.databased.kotlin", "io.databased.spring");

    /** How the names of packages begin that are inside of our calls, or pass them on, as of a method that is transactional in Spring. */
    List<String> PASSING_ON = List.of(
            "io.databased.internal.",
            "java.lang.invoke.",
            "java.lang.reflect.",
            "jdk.internal.reflect.",
            "org.springframework.aop.",
            "org.springframework.transaction.");

    /** What the names of classes hold that were made to pass calls on. */
    List<String> PROXIES = List.of(".$Proxy", "$$SpringCGLIB$$");

    /** Taken now, since the failure comes from another thread, when this one has gone on. */
    static CallSite here() {
        return new Taken();
    }

    /**
     * Where a thread waits for us; asked for only while it does. What is inside of our call may change.
     *
     * @param entry the class of this library that it called
     */
    static CallSite ofWaiting(Thread thread, Class<?> entry) {
        return () -> Arrays.stream(ofRunning(thread).frames())
                .dropWhile(frame -> !frame.getClassName().equals(entry.getName()))
                .toArray(StackTraceElement[]::new);
    }

    /** Where a thread is when it is asked for; as a throwable has it, without the names of class loaders. */
    static CallSite ofRunning(Thread thread) {
        return () -> Arrays.stream(thread.getStackTrace())
                .map(frame -> new StackTraceElement(
                        null,
                        frame.getModuleName(),
                        frame.getModuleVersion(),
                        frame.getClassName(),
                        frame.getMethodName(),
                        frame.getFileName(),
                        frame.getLineNumber()))
                .toArray(StackTraceElement[]::new);
    }

    /** The innermost first; some of them may be ours. */
    StackTraceElement[] frames();

    /** What is outside of the work of a session; of nested ones the outermost is 1. */
    default CallSite outside(int depth) {
        return () -> {
            StackTraceElement[] frames = frames();
            int seen = 0;
            int last = frames.length;
            while (last > 0 && seen < depth) {
                last--;
                seen += isWork(frames[last]) ? 1 : 0;
            }
            return Arrays.copyOfRange(frames, seen == depth ? last + 1 : frames.length, frames.length);
        };
    }

    private static boolean isWork(StackTraceElement frame) {
        return frame.getClassName().equals(Opening.class.getName())
                && frame.getMethodName().equals("run");
    }

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
        while (first < frames.length && isOurs(frames[first].getClassName())) {
            first++;
        }
        return Arrays.copyOfRange(frames, first, frames.length);
    }

    private static boolean isOurs(String type) {
        return OURS.contains(type)
                || FORWARDING.contains(type.substring(0, Math.max(type.lastIndexOf('.'), 0)))
                || PASSING_ON.stream().anyMatch(type::startsWith)
                || PROXIES.stream().anyMatch(type::contains);
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
}

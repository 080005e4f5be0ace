package io.databased.benchmarks.peers;

import org.jspecify.annotations.Nullable;

/** What a caller does again and again. */
sealed interface Operation {
    /** Answers on a thread of the side's choice. */
    @FunctionalInterface
    non-sealed interface Asynchronous extends Operation {
        void start(Answer answer);
    }

    /** Answers by returning. */
    @FunctionalInterface
    non-sealed interface Blocking extends Operation {
        Object run() throws Exception;
    }

    /** A value, or a failure. */
    @FunctionalInterface
    interface Answer {
        void accept(@Nullable Object value, @Nullable Throwable failure);
    }
}

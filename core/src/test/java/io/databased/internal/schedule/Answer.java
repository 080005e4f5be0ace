package io.databased.internal.schedule;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** The stage of an answer that may tell who listens twice, as a broken driver does. */
final class Answer<T> extends CompletableFuture<T> {
    private final boolean twice;

    Answer(boolean twice) {
        this.twice = twice;
    }

    @Override
    public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
        CompletableFuture<T> told = super.whenComplete(action);
        return twice ? super.whenComplete(action) : told;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new Answer<>(false);
    }
}

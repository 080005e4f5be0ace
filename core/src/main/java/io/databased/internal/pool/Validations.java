package io.databased.internal.pool;

import io.databased.internal.statement.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Checks connections that were idle for long, and resets those that something was left on, each within a time. Under the lock. */
final class Validations<C> {
    private final PoolContext<C> context;
    private final BiConsumer<PoolEntry<C>, Boolean> outcome;
    private int underWay;

    Validations(PoolContext<C> context, BiConsumer<PoolEntry<C>, Boolean> outcome) {
        this.context = context;
        this.outcome = outcome;
    }

    int underWay() {
        return underWay;
    }

    /** The entry is in nobody's hands until the outcome is known. */
    void start(PoolEntry<C> entry) {
        context.counters.validations++;
        call(
                entry,
                "Validation",
                () -> context.connector.validate(entry.connection()),
                context.options.validationTimeout());
    }

    /** As the other, of one that something was left on. */
    void reset(PoolEntry<C> entry) {
        call(entry, "Reset", () -> context.connector.reset(entry.connection()), context.options.closeTimeout());
    }

    private void call(PoolEntry<C> entry, String what, Supplier<CompletionStage<?>> call, Duration timeout) {
        underWay++;
        new BoundedCall<Object>(context.monitor, what, new Outcome(entry)).start(call, context.scheduler, timeout);
    }

    private final class Outcome implements BoundedCall.Outcome<Object> {
        private final PoolEntry<C> entry;

        Outcome(PoolEntry<C> entry) {
            this.entry = entry;
        }

        @Override
        public void succeeded(Object nothing) {
            underWay--;
            outcome.accept(entry, true);
        }

        @Override
        public void failed(Throwable failure) {
            underWay--;
            outcome.accept(entry, false);
        }
    }
}

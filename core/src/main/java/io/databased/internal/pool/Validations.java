package io.databased.internal.pool;

import io.databased.internal.statement.Outcome;
import java.util.function.BiConsumer;

/** Checks connections that were idle for long, each within the validation timeout. Under the lock. */
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
        underWay++;
        context.counters.validations++;
        new BoundedCall<Object>(context.monitor, "Validation", new Outcome(entry))
                .start(
                        () -> context.connector.validate(entry.connection()),
                        context.scheduler,
                        context.options.validationTimeout());
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

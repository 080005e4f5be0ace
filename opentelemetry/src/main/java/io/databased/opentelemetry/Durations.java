package io.databased.opentelemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;

/** How long statements took, from the call to the answer. */
final class Durations {
    private static final double NANOS = 1e9;

    private final DoubleHistogram seconds;

    Durations(Meter meter) {
        this.seconds = histogram(meter, "db.client.operation.duration", "Duration of database client operations.");
    }

    static DoubleHistogram histogram(Meter meter, String name, String description) {
        return meter.histogramBuilder(name)
                .setUnit("s")
                .setDescription(description)
                .setExplicitBucketBoundariesAdvice(Conventions.BUCKETS)
                .build();
    }

    /** @param context of the statement, for exemplars */
    void record(long nanos, Attributes attributes, Context context) {
        seconds.record(nanos / NANOS, attributes, context);
    }
}

package io.databased.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;

/** The snippet of the guide. */
class GuideTest {
    @Test
    void statementsAreSpans() {
        String url = "sqlite:///:memory:";
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        OpenTelemetry openTelemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build();

        // tag::opentelemetry
        DatabasedTelemetry telemetry = new DatabasedTelemetry("films", openTelemetry);
        Database database = Database.builder(url).observer(telemetry).build();
        telemetry.watch(database.connect().join());
        // end::opentelemetry

        database.blocking().fetchAll("SELECT 1");
        database.close();
        assertThat(spans.getFinishedSpanItems()).isNotEmpty();
    }
}

package io.databased.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.BlockingSession;
import io.databased.Database;
import io.databased.RetryPolicy;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.Futures;
import io.databased.testkit.ScriptedBackend;
import io.databased.testkit.ScriptedStep;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a scope is only there to be closed
class DatabasedTelemetryTest {
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .build();
    private final Tracer tracer = sdk.getTracer("test");
    private final DatabasedTelemetry telemetry = new DatabasedTelemetry("films", sdk);
    private final ScriptedBackend backend = ScriptedBackend.strict();

    @AfterEach
    void close() {
        backend.verify();
        sdk.close();
    }

    private Database connected() {
        return Futures.await(backend.builder().observer(telemetry).build().connect());
    }

    private SpanData of(String name) {
        return named(name).get(0);
    }

    private List<SpanData> named(String name) {
        Futures.until(
                "the end of " + name,
                () -> spans.getFinishedSpanItems().stream()
                        .anyMatch(span -> span.getName().equals(name)));
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private void isBelow(String child, String parent) {
        assertThat(of(child).getParentSpanId()).as(child).isEqualTo(of(parent).getSpanId());
        assertThat(of(child).getTraceId()).isEqualTo(of(parent).getTraceId());
    }

    private void inRequest(Runnable work) {
        Span request = tracer.spanBuilder("request").startSpan();
        try (Scope current = request.makeCurrent()) {
            work.run();
        } finally {
            request.end();
        }
    }

    @Test
    void nestedAndAsynchronousCallsHaveTheRightParents() {
        backend.expect("BEGIN; UPDATE a").thenAffect(1);
        backend.expect("SAVEPOINT databased_1; INSERT INTO b VALUES (1)").thenAffect(1);
        backend.expect("COMMIT").thenReply();
        backend.expect("DELETE FROM c").thenAffect(1);
        try (Database database = connected()) {
            inRequest(() -> {
                Futures.await(database.session(
                        SessionOptions.named("s"),
                        session -> session.execute("UPDATE a")
                                .thenCompose(done -> session.transaction(
                                        SessionOptions.named("child"),
                                        child -> child.execute("INSERT INTO b VALUES (1)")))));
                Futures.await(database.execute("DELETE FROM c"));
            });
        }

        isBelow("session s", "request");
        isBelow("UPDATE a", "session s");
        isBelow("session child", "session s");
        isBelow("INSERT b", "session child");
        isBelow("DELETE c", "request");
        SpanData statement = of("INSERT b");
        assertThat(statement.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(statement.getAttributes().get(Conventions.OPERATION)).isEqualTo("INSERT");
        assertThat(statement.getAttributes().get(Conventions.COLLECTION)).isEqualTo("b");
        assertThat(statement.getAttributes().get(Conventions.TEXT)).isEqualTo("INSERT INTO b VALUES (1)");
        assertThat(of("session s").getAttributes().get(Conventions.OUTCOME)).isEqualTo("COMMITTED");
    }

    /** The second is answered by another thread, in whose context there is nothing. */
    @Test
    void pipelinedStatementsKeepTheContextOfTheirCalls() throws InterruptedException {
        backend.pipelining(8);
        ScriptedStep first = backend.expect("BEGIN; UPDATE a");
        ScriptedStep second = backend.expect("UPDATE b");
        backend.expect("COMMIT").thenReply();
        try (Database database = connected()) {
            Session session =
                    Futures.await(database.session(SessionOptions.named("s")).open());
            Span step = tracer.spanBuilder("step").startSpan();
            CompletableFuture<?> a = session.execute("UPDATE a");
            CompletableFuture<?> b;
            try (Scope current = step.makeCurrent()) {
                b = session.execute("UPDATE b");
            }
            Thread answering = new Thread(() -> {
                first.thenAffect(1);
                second.thenAffect(1);
            });
            answering.start();
            answering.join(Futures.DEADLINE.toMillis());
            Futures.await(a);
            Futures.await(b);
            step.end();
            Futures.await(session.commit());
        }

        isBelow("UPDATE a", "session s");
        isBelow("UPDATE b", "step");
    }

    @Test
    void workThatRunsAgainStaysInItsTrace() {
        backend.expect("BEGIN; UPDATE a").thenFail(Kind.DEADLOCK, Effect.TRANSACTION_ENDED);
        backend.expect("BEGIN; UPDATE a").thenAffect(1);
        backend.expect("COMMIT").thenReply();
        SessionOptions options =
                SessionOptions.named("s").withRetry(new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1)));
        try (Database database = connected()) {
            inRequest(() -> Futures.await(database.session(options, session -> session.execute("UPDATE a"))));
        }

        assertThat(named("session s"))
                .hasSize(2)
                .allSatisfy(span -> assertThat(span.getParentSpanId())
                        .isEqualTo(of("request").getSpanId()));
        assertThat(named("UPDATE a"))
                .hasSize(2)
                .extracting(SpanData::getTraceId)
                .containsOnly(of("request").getTraceId());
        assertThat(of("UPDATE a").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(of("UPDATE a").getAttributes().get(Conventions.ERROR)).isEqualTo("DEADLOCK");
    }

    @Test
    void statementsAndPoolsAreMeasuredByTheConventions() throws Exception {
        try (Database database = Database.builder("sqlite:///:memory:")
                        .observer(telemetry)
                        .build();
                AutoCloseable numbers = watched(database)) {
            BlockingSession session = database.blocking().session().open();
            session.fetchAll("SELECT 1");
            assertThat(catchThrowable(() -> session.fetchAll("SELECT * FROM nowhere")))
                    .isNotNull();
            List<String> names = metrics.collectAllMetrics().stream()
                    .map(MetricData::getName)
                    .toList();
            assertThat(names)
                    .contains(
                            "db.client.operation.duration",
                            "db.client.connection.create_time",
                            "db.client.connection.wait_time",
                            "db.client.connection.count",
                            "db.client.connection.max",
                            "db.client.connection.idle.min",
                            "db.client.connection.pending_requests");
            session.close();
        }
        assertThat(of("SELECT nowhere").getAttributes().get(Conventions.SYSTEM)).isEqualTo("sqlite");
        assertThat(of("SELECT nowhere").getAttributes().get(Conventions.ERROR)).isNotNull();
        MetricData duration = metrics.collectAllMetrics().stream()
                .filter(metric -> metric.getName().equals("db.client.operation.duration"))
                .findFirst()
                .orElseThrow();
        assertThat(duration.getUnit()).isEqualTo("s");
        assertThat(duration.getHistogramData().getPoints()).hasSize(2);
    }

    private AutoCloseable watched(Database database) {
        Futures.await(database.connect());
        return telemetry.watch(database);
    }
}

package io.databased.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.RetryPolicy;
import io.databased.SessionOptions;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException.Effect;
import io.databased.testkit.Futures;
import io.databased.testkit.ScriptedBackend;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabasedObservationsTest {
    private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();
    private final ObservationRegistry registry = ObservationRegistry.create();
    private final ScriptedBackend backend = ScriptedBackend.strict();
    private final Database database = Futures.await(backend.builder()
            .observer(new DatabasedObservations("films", () -> registry))
            .build()
            .connect());

    {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                stopped.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    @AfterEach
    void close() {
        database.close();
        backend.verify();
    }

    private Observation.Context of(String name) {
        Futures.until(
                "the end of " + name, () -> stopped.stream().anyMatch(each -> name.equals(each.getContextualName())));
        return stopped.stream()
                .filter(each -> name.equals(each.getContextualName()))
                .findFirst()
                .orElseThrow();
    }

    private Object parent(Observation.Context context) {
        return context.getParentObservation() == null
                ? "none"
                : context.getParentObservation().getContextView().getContextualName();
    }

    @Test
    void statementsHangBelowTheirSessionAndTheSessionBelowTheRequest() {
        backend.expect("BEGIN; UPDATE a").thenAffect(1);
        backend.expect("SAVEPOINT databased_1; UPDATE b").thenAffect(1);
        backend.expect("COMMIT").thenReply();
        backend.expect("DELETE FROM c").thenAffect(1);
        Observation request = Observation.createNotStarted("request", registry).contextualName("request");
        request.observe(() -> {
            Futures.await(database.session(
                    SessionOptions.named("s"),
                    session -> session.execute("UPDATE a")
                            .thenCompose(done -> session.transaction(
                                    SessionOptions.named("child"), child -> child.execute("UPDATE b")))));
            Futures.await(database.execute("DELETE FROM c"));
        });

        assertThat(parent(of("session s"))).isEqualTo("request");
        assertThat(parent(of("UPDATE a"))).isEqualTo("session s");
        assertThat(parent(of("session child"))).isEqualTo("session s");
        assertThat(parent(of("UPDATE b"))).isEqualTo("session child");
        assertThat(parent(of("DELETE c"))).isEqualTo("request");
        assertThat(of("UPDATE a").getLowCardinalityKeyValue("outcome").getValue())
                .isEqualTo("answered");
        assertThat(of("session s").getLowCardinalityKeyValue("outcome").getValue())
                .isEqualTo("committed");
        assertThat(of("UPDATE a").getHighCardinalityKeyValue("db.response.rows").getValue())
                .isEqualTo("1");
    }

    @Test
    void whatIsBegunInsideOfTheSessionIsNearer() {
        backend.expect("BEGIN; UPDATE a").thenAffect(1);
        backend.expect("COMMIT").thenReply();
        Futures.await(database.session(
                SessionOptions.named("s"),
                session -> Observation.createNotStarted("step", registry)
                        .contextualName("step")
                        .observe(() -> session.execute("UPDATE a"))));

        assertThat(parent(of("UPDATE a"))).isEqualTo("step");
    }

    /** It is kept nowhere, as its end will not be told. */
    @Test
    void sessionWhoseBeginningAHandlerRefusesIsNoParent() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStart(Observation.Context context) {
                throw new IllegalStateException("of the handler");
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return DatabasedObservations.SESSION.equals(context.getName());
            }
        });
        backend.expect("BEGIN; UPDATE a").thenAffect(1);
        backend.expect("COMMIT").thenReply();

        Futures.await(database.session(session -> session.execute("UPDATE a")));

        assertThat(parent(of("UPDATE a"))).isEqualTo("none");
    }

    @Test
    void workThatRunsAgainStaysBelowTheRequest() {
        backend.expect("BEGIN; UPDATE a").thenFail(Kind.DEADLOCK, Effect.TRANSACTION_ENDED);
        backend.expect("BEGIN; UPDATE a").thenAffect(1);
        backend.expect("COMMIT").thenReply();
        SessionOptions options =
                SessionOptions.named("s").withRetry(new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1)));
        Observation.createNotStarted("request", registry)
                .contextualName("request")
                .observe(() -> Futures.await(database.session(options, session -> session.execute("UPDATE a"))));

        assertThat(stopped)
                .filteredOn(each -> "session s".equals(each.getContextualName()))
                .hasSize(2)
                .allSatisfy(each -> assertThat(parent(each)).isEqualTo("request"));
        assertThat(of("session s").getError()).isNotNull();
        assertThat(of("UPDATE a")
                        .getLowCardinalityKeyValue("databased.failure.kind")
                        .getValue())
                .isEqualTo("DEADLOCK");
    }
}

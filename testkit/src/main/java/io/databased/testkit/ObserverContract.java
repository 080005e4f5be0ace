package io.databased.testkit;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.BlockingQueryable;
import io.databased.Database;
import io.databased.DatabaseObserver;
import io.databased.DatabaseObserver.PoolEvent;
import io.databased.DatabaseUrl;
import io.databased.Session;
import io.databased.SessionOptions;
import io.databased.StatementException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What an observer is asked on the caller's thread, and told afterwards: in order, with one end for each. */
public interface ObserverContract extends DatabaseContract {
    private void observed(Consumer<Database> test, ObserverLog log) {
        try (Database database = open(underTest().observer(log))) {
            log.lines().clear();
            log.statements().clear();
            log.askedOn().clear();
            test.accept(database);
        }
    }

    @Test
    default void oneShotIsAskedForByItsCallerAndToldInOrder() {
        ObserverLog log = new ObserverLog();
        observed(
                database -> {
                    await(insert(database, "Alien"));
                    assertThat(log.of("INSERT movies"))
                            .containsExactly("asked", "waited", "sent", "answered 1", "ended ANSWERED");
                    await(database.fetchAll("SELECT title FROM movies"));
                    assertThat(log.of("SELECT movies"))
                            .containsExactly("asked", "waited", "sent", "answered 1", "ended ANSWERED");
                    database.blocking().execute("DELETE FROM movies");
                    assertThat(log.of("DELETE movies"))
                            .containsExactly("asked", "waited", "sent", "answered 1", "ended ANSWERED");
                    assertThat(log.askedOn()).containsOnly(Thread.currentThread());
                    assertThat(log.sessions()).isEmpty();
                    assertThat(log.statements()).allSatisfy(statement -> {
                        assertThat(statement.session()).isEmpty();
                        assertThat(statement.batchSize()).isOne();
                        assertThat(statement.database().url()).isEqualTo(database.url());
                        assertThat(statement.database().product())
                                .isEqualTo(database.dialect().name());
                    });
                    List<DatabaseUrl.Host> hosts = database.url().hosts();
                    assertThat(log.flights())
                            .allSatisfy(flight -> assertThat(hosts.isEmpty()
                                            || hosts.contains(
                                                    flight.to().address().orElseThrow()))
                                    .isTrue());
                    assertThat(log.statements().get(0).sql()).isEqualTo("INSERT INTO movies (title) VALUES (:title)");
                },
                log);
    }

    @Test
    default void failureIsToldWithItsKind() {
        ObserverLog log = new ObserverLog();
        observed(
                database -> {
                    failure(database.execute("INSERT INTO movies (title) VALUES (NULL)"), StatementException.class);
                    assertThat(log.of("INSERT movies"))
                            .containsExactly(
                                    "asked", "waited", "sent", "failed NOT_NULL StatementException", "ended FAILED");
                },
                log);
    }

    @Test
    default void statementsOfASessionKnowIt() {
        ObserverLog log = new ObserverLog();
        observed(
                database -> {
                    await(database.session(
                            SessionOptions.named("import"),
                            session -> insert(session, "Alien")
                                    .thenCompose(done -> session.fetchAll("SELECT title FROM movies"))));
                    assertThat(log.of("session import")).containsExactly("asked", "waited", "sent", "ended COMMITTED");
                    assertThat(log.of("INSERT movies"))
                            .containsExactly("asked", "waited", "sent", "answered 1", "ended ANSWERED");
                    assertThat(log.of("SELECT movies"))
                            .containsExactly("asked", "sent", "answered 1", "ended ANSWERED");
                    assertThat(log.sessions()).hasSize(1);
                    assertThat(log.statements())
                            .allSatisfy(statement -> assertThat(statement.session())
                                    .contains(log.sessions().get(0)));
                },
                log);
    }

    @Test
    default void sessionEndsAsItsUserEndedIt() {
        ObserverLog log = new ObserverLog();
        observed(
                database -> {
                    Session cancelled = await(
                            database.session(SessionOptions.named("cancelled")).open());
                    await(insert(cancelled, "Alien"));
                    await(cancelled.cancel());
                    assertThat(log.of("session cancelled"))
                            .containsExactly("asked", "waited", "sent", "ended ROLLED_BACK");

                    database.blocking()
                            .session(
                                    SessionOptions.named("blocking"), session -> session.execute("DELETE FROM movies"));
                    assertThat(log.of("session blocking"))
                            .containsExactly("asked", "waited", "sent", "ended COMMITTED");

                    failure(
                            database.session(
                                    SessionOptions.named("failing"),
                                    session -> insert(session, "Alien").thenApply(done -> {
                                        throw new IllegalStateException("of the user");
                                    })),
                            IllegalStateException.class);
                    assertThat(log.of("session failing"))
                            .containsExactly(
                                    "asked", "waited", "sent", "failed OTHER IllegalStateException", "ended FAILED");

                    failure(
                            database.session(
                                    SessionOptions.named("refused"),
                                    session -> session.execute("INSERT INTO movies (title) VALUES (NULL)")),
                            StatementException.class);
                    assertThat(log.of("session refused"))
                            .contains("failed NOT_NULL StatementException")
                            .endsWith("ended FAILED");
                },
                log);
    }

    @Test
    default void streamBatchAndScriptAreOneStatementEach() {
        ObserverLog log = new ObserverLog();
        observed(
                database -> {
                    await(database.executeMany(
                            "INSERT INTO movies (title) VALUES (?)", List.of(List.of("Alien"), List.of("Joker"))));
                    assertThat(log.of("INSERT movies"))
                            .containsExactly("asked", "waited", "sent", "answered 2", "ended ANSWERED");
                    assertThat(log.statements().get(0).batchSize()).isEqualTo(2);

                    await(database.forEach(sql("SELECT title FROM movies"), row -> {}));
                    assertThat(log.of("SELECT movies"))
                            .containsExactly("asked", "waited", "sent", "answered 2", "ended ANSWERED");

                    String script = "DELETE FROM movies; DELETE FROM reviews;";
                    await(database.executeScript(script));
                    database.blocking().executeScript(script);
                    assertThat(log.of("SQL")).startsWith("asked", "waited", "sent", "waited", "sent", "answered 2");
                    assertThat(log.statements().get(2).batchSize()).isEqualTo(2);
                    assertThat(log.statements().get(2).sql()).isEqualTo(script);
                    assertThat(log.lines()).doesNotContain("DELETE movies: asked");
                    assertThat(log.askedOn()).containsOnly(Thread.currentThread());
                },
                log);
    }

    @Test
    default void whatIsGivenUpEndsOnce() {
        ObserverLog log = new ObserverLog();
        observed(
                database -> {
                    CompletableFuture<?> slow = database.fetchAll(slowQuery());
                    slow.cancel(true);
                    List<String> news = log.of(log.statements().get(0).summary());
                    assertThat(news)
                            .startsWith("asked")
                            .endsWith("failed CANCELLED CancellationException", "ended FAILED");
                    assertThat(news)
                            .filteredOn(line -> line.startsWith("ended"))
                            .hasSize(1);
                    log.lines().clear();

                    failure(
                            database.session(
                                    SessionOptions.named("late").withStatementTimeout(Duration.ofMillis(50)),
                                    session -> session.fetchAll(slowQuery())),
                            StatementException.class);
                    assertThat(log.of(log.statements().get(1).summary()))
                            .endsWith("failed TIMEOUT StatementException", "ended FAILED");
                    assertThat(log.of("session late")).endsWith("failed TIMEOUT StatementException", "ended FAILED");
                },
                log);
    }

    @Test
    default void observerThatThrowsChangesNothing() {
        ObserverLog beside = new ObserverLog();
        DatabaseObserver broken = new DatabaseObserver() {
            private final Observation observation = new Observation() {
                @Override
                public void waited(Duration waited) {
                    throw new IllegalStateException("waited");
                }

                @Override
                public void sent(Flight flight) {
                    throw new IllegalStateException("sent");
                }

                @Override
                public void answered(long rows) {
                    throw new AssertionError("answered");
                }

                @Override
                public void failed(Throwable failure, StatementException.Kind kind) {
                    throw new AssertionError("failed");
                }

                @Override
                public void ended(End end) {
                    throw new AssertionError("ended");
                }
            };

            @Override
            public Observation statement(StatementInfo statement) {
                if (statement.session().isEmpty()) {
                    throw new AssertionError("statement");
                }
                return observation;
            }

            @Override
            public Observation session(SessionInfo session) {
                return observation;
            }

            @Override
            public void pool(PoolEvent event) {
                throw new AssertionError("pool");
            }
        };
        try (Database database = open(underTest().observer(broken).observer(beside))) {
            await(database.session(SessionOptions.named("import"), session -> insert(session, "Alien")));
            BlockingQueryable blocking = database.blocking();
            Throwable refused = catchThrowable(() -> blocking.execute("INSERT INTO movies (title) VALUES (NULL)"));
            assertThat(refused).isInstanceOf(StatementException.class);
            assertThat(titles(database)).containsExactly("Alien");
            assertThat(beside.of("session import")).containsExactly("asked", "waited", "sent", "ended COMMITTED");
        }
    }

    @Test
    default void connectionsAreAcquiredAndReleased() {
        ObserverLog log = new ObserverLog();
        observed(
                database -> {
                    await(insert(database, "Alien"));
                    await(database.session(session -> insert(session, "Joker")));
                    database.blocking().fetchAll("SELECT title FROM movies");
                },
                log);
        assertThat(log.events()).anyMatch(event -> event instanceof PoolEvent.Created);
        assertThat(log.events()).anyMatch(event -> event instanceof PoolEvent.Closed);
        Futures.until(
                "all are released of " + log.events(),
                () -> log.count(PoolEvent.Released.class) == log.count(PoolEvent.Acquired.class));
        assertThat(log.count(PoolEvent.Acquired.class)).isPositive();
    }
}

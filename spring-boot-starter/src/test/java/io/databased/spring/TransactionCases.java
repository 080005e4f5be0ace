package io.databased.spring;

import static io.databased.Sql.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.BlockingDatabase;
import io.databased.BlockingQueryable;
import io.databased.BlockingSession;
import io.databased.ChildSessionOpenException;
import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.InvalidQueryException;
import io.databased.Row;
import io.databased.SessionStatus;
import io.databased.StatementException;
import io.databased.spring.app.Application;
import io.databased.spring.app.Film;
import io.databased.spring.app.FilmRepository;
import io.databased.spring.app.FilmService;
import io.databased.spring.app.Work;
import io.databased.spring.app.Work.Broken;
import io.databased.spring.app.Work.Expected;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.TransactionTimedOutException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** {@code @Transactional} in an application, on a database that a subclass names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TransactionCases {
    private ConfigurableApplicationContext context;
    BlockingDatabase database;
    TransactionalQueryable queryable;
    FilmRepository films;
    FilmService service;
    Work work;

    abstract String url();

    @BeforeAll
    void start() {
        context = Application.start("databased.url=" + url());
        database = context.getBean(BlockingDatabase.class);
        queryable = (TransactionalQueryable) context.getBean(BlockingQueryable.class);
        films = context.getBean(FilmRepository.class);
        service = context.getBean(FilmService.class);
        work = context.getBean(Work.class);
    }

    @AfterAll
    void stop() {
        Database closed = context.getBean(Database.class);
        context.close();
        assertThat(closed.isConnected()).isFalse();
    }

    @AfterEach
    void leavesNothing() {
        assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
        Until.idle(database);
        database.execute("DELETE FROM films");
    }

    Void add(String title) {
        films.add(new Film(title, 2001));
        return null;
    }

    List<String> titles() {
        return database.fetchAll("SELECT title FROM films ORDER BY title").stream()
                .map(row -> row.getString("title"))
                .toList();
    }

    @Test
    void sessionsAreOpenedWhereTheMethodIsCalled() {
        assertThatThrownBy(() -> work.required(() -> {
                    BlockingSession around = queryable.session().orElseThrow();
                    add("Dune");
                    return work.nested(() -> {
                        add("Alien");
                        return around.execute("DELETE FROM films");
                    });
                }))
                .isInstanceOf(ChildSessionOpenException.class)
                .hasMessageContaining("Work.nested' opened at Work.required(Work.java:"); // this package counts as ours
    }

    @Test
    void commitsAllOfIt() {
        service.addAll(List.of(new Film("Dune", 2021), new Film("Alien", 1979)));

        assertThat(service.all()).containsExactly(new Film("Alien", 1979), new Film("Dune", 2021));
    }

    @Test
    void rollsAllBackWhenOneFails() {
        assertThatExceptionOfType(StatementException.class)
                .isThrownBy(() -> service.addAll(List.of(new Film("Dune", 2021), new Film("Dune", 2021))))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(StatementException.Kind.UNIQUE))
                .withMessageContaining("io.databased.spring.app.FilmService.addAll"); // the session's name
        assertThat(titles()).isEmpty();
    }

    @Test
    void outsideOfTransactionsEachStatementStandsAlone() {
        add("Dune");

        assertThat(queryable.session()).isEmpty();
        assertThat(titles()).containsExactly("Dune");
    }

    @Test
    void followsTheRollbackRules() {
        assertThatThrownBy(() -> work.requiredThen(() -> add("checked"), new Expected()))
                .isInstanceOf(Expected.class);
        assertThatThrownBy(() -> work.requiredThen(() -> add("unchecked"), new Broken()))
                .isInstanceOf(Broken.class);
        assertThatThrownBy(() -> work.ruledThen(() -> add("checked with rule"), new Expected()))
                .isInstanceOf(Expected.class);
        assertThatThrownBy(() -> work.ruledThen(() -> add("unchecked with rule"), new Broken()))
                .isInstanceOf(Broken.class);

        assertThat(titles()).containsExactly("checked", "unchecked with rule");
    }

    @Test
    void requiredJoinsTheTransactionAround() {
        assertThatThrownBy(() -> work.requiredThen(() -> work.required(() -> add("inner")), new Broken()))
                .isInstanceOf(Broken.class);
        work.required(() -> work.required(() -> queryable.session()).equals(queryable.session()) ? add("same") : null);

        assertThat(titles()).containsExactly("same");
    }

    @Test
    void aFailureInsideThatTheCallerCatchesIsNotCommitted() {
        assertThatThrownBy(() -> work.required(() -> {
                    add("outer");
                    assertThatThrownBy(() -> work.requiredThen(() -> add("inner"), new Broken()))
                            .isInstanceOf(Broken.class);
                    return null;
                }))
                .isInstanceOf(UnexpectedRollbackException.class);
        assertThat(titles()).isEmpty();
    }

    @Test
    void aStatementThatFailedAndWasCaughtIsNotCommitted() {
        assertThatThrownBy(() -> work.required(() -> {
                    add("Dune");
                    assertThatThrownBy(() -> add("Dune")).isInstanceOf(StatementException.class);
                    return null;
                }))
                .isInstanceOf(UnexpectedRollbackException.class)
                .hasMessageContaining("a statement of it failed")
                .hasRootCauseInstanceOf(Exception.class);
        assertThat(titles()).isEmpty();
    }

    @Test
    void nestedIsAChildSession() {
        work.required(() -> {
            add("before");
            assertThatThrownBy(() -> work.nested(() -> {
                        assertThat(queryable.session().orElseThrow().async().parent())
                                .isPresent();
                        add("Dune");
                        return add("Dune");
                    }))
                    .isInstanceOf(StatementException.class);
            work.nested(() -> work.nested(() -> add("deep")));
            return add("after");
        });

        assertThat(titles()).containsExactly("after", "before", "deep");
    }

    @Test
    void nestedGoesWithTheTransactionAround() {
        assertThatThrownBy(() -> work.requiredThen(() -> work.nested(() -> add("inner")), new Broken()))
                .isInstanceOf(Broken.class);
        work.nested(() -> add("alone"));

        assertThat(titles()).containsExactly("alone");
    }

    @Test
    void supportsMandatoryAndNever() {
        assertThat(work.supports(queryable::session)).isEmpty();
        assertThat(work.required(() -> work.supports(queryable::session))).isPresent();
        assertThatThrownBy(() -> work.mandatory(queryable::session))
                .isInstanceOf(IllegalTransactionStateException.class);
        assertThat(work.required(() -> work.mandatory(queryable::session))).isPresent();
        assertThat(work.never(queryable::session)).isEmpty();
        assertThatThrownBy(() -> work.required(() -> work.never(queryable::session)))
                .isInstanceOf(IllegalTransactionStateException.class);
        assertThat(work.required(() -> work.notSupported(queryable::session))).isEmpty();
    }

    @Test
    void aNewTransactionSeesNothingOfTheOneAround() {
        List<Film> seen = work.required(() -> {
            add("outer");
            List<Film> inner = work.newReadOnly(films::all);
            add("outer again"); // the one around is back
            return inner;
        });

        assertThat(seen).isEmpty();
        assertThat(titles()).containsExactly("outer", "outer again");
    }

    @Test
    void readOnlyRefusesToWrite() {
        assertThatThrownBy(() -> work.readOnly(() -> add("Dune")))
                .isInstanceOf(InvalidQueryException.class)
                .hasMessageContaining("read-only");
        assertThat(titles()).isEmpty();
    }

    @Test
    void takesAnIsolation() {
        assertThat(work.serializable(() -> add("Dune"))).isNull();
        assertThat(titles()).containsExactly("Dune");
    }

    /** A statement that runs for a minute unless it is stopped. */
    abstract String slowStatement();

    @Test
    void theTimeoutStopsTheStatementThatIsRunning() {
        Instant start = Instant.now();
        assertThatThrownBy(() -> work.withinOneSecond(() -> {
                    add("Dune");
                    return queryable.fetchAll(slowStatement());
                }))
                .isInstanceOf(TransactionTimedOutException.class)
                .hasMessageContaining("timeout of 1 s")
                .hasCauseInstanceOf(DatabasedException.class);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
        assertThat(titles()).isEmpty();
    }

    @Test
    void theTimeoutHoldsForWorkThatIsNoStatement() {
        assertThatThrownBy(() -> work.withinOneSecond(() -> {
                    add("Dune");
                    SessionStatus status;
                    Instant deadline = Instant.now().plusSeconds(30);
                    do {
                        Thread.onSpinWait();
                        status = queryable.session().orElseThrow().status();
                    } while (!status.ended() && Instant.now().isBefore(deadline));
                    return null;
                }))
                .isInstanceOf(TransactionTimedOutException.class);
        assertThat(titles()).isEmpty();
    }

    @Test
    void callsSynchronizationsBackAfterTheCommit() {
        List<String> told = new ArrayList<>();
        work.required(() -> {
            queryable.session().orElseThrow().afterCommit(() -> told.add("session"));
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    told.add("spring, " + titles().size());
                }
            });
            return add("Dune");
        });

        assertThat(told).containsExactly("session", "spring, 1");
    }

    @Test
    void eachKindOfStatementRunsInTheTransaction() {
        assertThatThrownBy(() -> work.requiredThen(
                        () -> {
                            String insert = "INSERT INTO films (title, year) VALUES (?, ?)";
                            assertThat(queryable.executeMany(insert, List.of(List.of("a", 1), List.of("b", 2))))
                                    .isEqualTo(2);
                            assertThat(queryable
                                            .execute("UPDATE films SET year = 3")
                                            .affectedRows())
                                    .isEqualTo(2);
                            assertThat(queryable.fetchOne("SELECT title FROM films WHERE title = 'a'"))
                                    .isPresent();
                            assertThat(queryable
                                            .fetchExactlyOne("SELECT count(*) AS n FROM films")
                                            .getLong("n"))
                                    .isEqualTo(2);
                            List<Row> rows = new ArrayList<>();
                            queryable.forEach(sql("SELECT title FROM films"), rows::add);
                            assertThat(rows).hasSize(2);
                        },
                        new Broken()))
                .isInstanceOf(Broken.class);
        assertThat(titles()).isEmpty();
    }

    @Test
    void noTransactionWithoutAConnection() {
        ConfigurableApplicationContext other = Application.start("databased.url=" + url());
        Work begun = other.getBean(Work.class);
        other.getBean(Database.class).close();

        assertThatThrownBy(() -> begun.required(() -> null))
                .isInstanceOf(CannotCreateTransactionException.class)
                .hasMessageContaining("is not connected");
        other.close();
    }
}

package io.databased.jooq;

import static io.databased.jooq.Directors.DIRECTORS;
import static io.databased.jooq.Jooq.jooq;
import static io.databased.jooq.Movies.MOVIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.deleteFrom;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.resultQuery;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.update;

import io.databased.Database;
import io.databased.StatementException;
import io.databased.jooq.Movies.MoviesRecord;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jooq.Query;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** jOOQ queries on a real database of ours. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EndToEndTest {
    @TempDir
    private Path directory;

    private Database database;
    private Store store;

    @BeforeEach
    void open() throws SQLException {
        Path file = directory.resolve("movies.sqlite");
        database = Database.of("sqlite:///" + file);
        database.connect().join();
        store = JdbcStore.open("jdbc:sqlite:" + file, "sqlite", SQLDialect.SQLITE);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
        store.close();
    }

    private void fill() {
        database.session(session -> {
                    Sample.queries().forEach(query -> session.execute(jooq(query)));
                    return session.fetchAll(jooq(select(MOVIES.id).from(MOVIES)));
                })
                .join();
    }

    @Test
    void queryHasTimeoutOfItsOwn() {
        fill();
        String slow =
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n";

        assertThatThrownBy(() -> database.fetchAll(jooq(resultQuery(slow)).within(Duration.ofMillis(50)))
                        .join())
                .cause()
                .isInstanceOfSatisfying(
                        StatementException.class,
                        stopped -> assertThat(stopped.kind()).isEqualTo(StatementException.Kind.TIMEOUT));
        assertThat(database.fetchAll(jooq(select(MOVIES.id).from(MOVIES).where(MOVIES.id.eq(1)))
                                .map(Record1::value1)
                                .within(Duration.ofMinutes(1)))
                        .join())
                .containsExactly(1);
    }

    @Test
    void aSessionFetchesChangesAndNests() {
        fill();

        database.session(session -> session.fetchAll(jooq(selectFrom(MOVIES).where(MOVIES.year.ge(2010))))
                        .thenCompose(movies -> session.transaction(transaction -> transaction
                                .execute(jooq(deleteFrom(MOVIES).where(MOVIES.year.ge(2010))))
                                .thenCompose(deleted -> transaction.executeMany(
                                        "INSERT INTO movies (id, title, year) VALUES (?, ?, ?)", earlier(movies))))))
                .join();

        List<String> titles = database.fetchAll(jooq(select(MOVIES.title)
                                .from(MOVIES)
                                .where(MOVIES.year.between(1000, 1100))
                                .orderBy(MOVIES.id))
                        .map(Record1::value1))
                .join();
        assertThat(titles).containsExactly("Arrival", "Dune");
    }

    private static List<List<Object>> earlier(List<MoviesRecord> movies) {
        return movies.stream()
                .map(movie -> List.<Object>of(movie.get(MOVIES.id), movie.getTitle(), movie.getYear() - 1000))
                .toList();
    }

    @Test
    void returningGivesWhatWasWritten() {
        fill();

        Optional<MoviesRecord> updated = database.fetchOne(jooq(update(MOVIES)
                        .set(MOVIES.watched, true)
                        .where(MOVIES.id.eq(4))
                        .returning()))
                .join();

        assertThat(updated.orElseThrow().getTitle()).isEqualTo("Dune");
        assertThat(database.fetchOne(jooq(selectFrom(MOVIES).where(MOVIES.id.eq(4))))
                        .join())
                .isEqualTo(updated);
    }

    @Test
    void aBatchRunsAtOnce() {
        fill();
        JooqBatch batch = JooqBatch.of(
                database.dialect(),
                IntStream.range(10, 110)
                        .mapToObj(id -> insertInto(DIRECTORS, DIRECTORS.id, DIRECTORS.name)
                                .values(id, id % 2 == 0 ? null : "d" + id))
                        .toList());

        assertThat(database.session(session -> session.executeMany(batch)).join())
                .isEqualTo(100);
        assertThat(database.fetchAll(jooq(selectFrom(DIRECTORS).where(DIRECTORS.id.ge(10))))
                        .join())
                .hasSize(100);
    }

    @Test
    void recordsStream() {
        fill();
        List<String> titles = new ArrayList<>();

        long count = database.forEach(
                        jooq(selectFrom(MOVIES).orderBy(MOVIES.id)), movie -> titles.add(movie.getTitle()))
                .join();

        assertThat(count).isEqualTo(5);
        assertThat(titles).startsWith("Arrival").endsWith("Blank");
    }

    @Test
    void aFailedStatementIsTheLibrarysError() {
        fill();

        assertThatThrownBy(() -> database.blocking()
                        .execute(jooq(insertInto(DIRECTORS, DIRECTORS.id).values(1))))
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("insert into ");
    }

    @TestFactory
    Stream<DynamicTest> readsAsJooqDoesWithItsOwnConnection() {
        fill();
        return SelectCases.all().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> compare(each.getValue())));
    }

    private <R extends Record> void compare(ResultQuery<R> query) {
        Comparison.same(database.fetchAll(jooq(query)).join(), store.attached().fetch(query));
    }

    @TestFactory
    Stream<DynamicTest> writesAsJooqDoesWithItsOwnConnection() {
        return WriteCases.effects().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> compareEffect(each.getValue())));
    }

    private void compareEffect(Query query) throws SQLException {
        Path file = directory.resolve(UUID.randomUUID() + ".sqlite");
        try (Database ours = Database.of("sqlite:///" + file)) {
            ours.connect().join();
            ours.session(session -> {
                        Sample.queries().forEach(each -> session.execute(jooq(each)));
                        return session.execute(jooq(query));
                    })
                    .join();
        }
        try (Store ours = JdbcStore.open("jdbc:sqlite:" + file, "sqlite", SQLDialect.SQLITE);
                Store theirs = Store.sqlite()) {
            Sample.into(theirs.attached());
            theirs.attached().execute(query);
            assertThat(ours.contents("sqlite_schema")).isEqualTo(theirs.contents("sqlite_schema"));
        }
    }
}

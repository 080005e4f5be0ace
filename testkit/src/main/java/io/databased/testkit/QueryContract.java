package io.databased.testkit;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.Dialect;
import io.databased.InvalidQueryException;
import io.databased.MappingException;
import io.databased.Query;
import io.databased.RenderedSql;
import io.databased.Row;
import io.databased.RowMapper;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.UpdateResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Statements, what they answer and how they are refused. */
public interface QueryContract extends DatabaseContract {
    /** A connection of one's own is what a session is for. */
    @Test
    @Tag("R22")
    default void whatIsTemporaryIsRefusedOutsideASession(Database database) {
        for (String sql : List.of(
                "CREATE TEMPORARY TABLE seen (i INTEGER)",
                "CREATE TEMP TABLE IF NOT EXISTS seen (i INTEGER)",
                "CREATE LOCAL TEMPORARY TABLE seen (i INTEGER)",
                "CREATE OR REPLACE TEMP VIEW seen AS SELECT 1",
                "CREATE TEMP SEQUENCE seen",
                "CREATE TABLE pg_temp.seen (i INTEGER)",
                "SELECT id INTO TEMP seen FROM movies")) {
            assertThat(failure(database.execute(sql), InvalidQueryException.class))
                    .as(sql)
                    .hasMessageContaining("in one session")
                    .hasMessageContaining("; in: " + sql);
        }
        assertThat(failure(database.executeScript("SELECT 1; CREATE TEMP TABLE seen (i INTEGER)"), Exception.class))
                .hasMessageContaining("in one session");
    }

    @Test
    @Tag("S21")
    default void executeGivesAffectedRowsAndTheGeneratedKey(Database database) {
        UpdateResult first = await(database.execute(insertTellingKey(), Map.of("title", "Alien")));
        UpdateResult second = await(database.execute(insertTellingKey(), Map.of("title", "Aliens")));
        UpdateResult deleted = await(database.execute("DELETE FROM movies"));

        assertThat(first.affectedRows()).isEqualTo(1);
        assertThat(second.generatedId()).isGreaterThan(first.generatedId());
        assertThat(deleted.affectedRows()).isEqualTo(2);
        assertThat(await(database.execute("DELETE FROM movies")).affectedRows()).isZero();
    }

    @Test
    @Tag("S21")
    default void executeOfAQueryAffectsNothingAndGeneratesNothing(Database database) {
        await(insert(database, "Alien"));

        assertThat(await(database.execute("SELECT released, title FROM movies")))
                .isEqualTo(new UpdateResult(0, null));
    }

    @Test
    @Tag("S21")
    default void scriptRunsItsStatementsInOrder(Database database) {
        String script = "INSERT INTO movies (title) VALUES ('a;b'); -- one; two\n"
                + "INSERT INTO movies (title) VALUES ('c');\n\nDELETE FROM movies WHERE title = 'c';";

        assertThat(await(database.executeScript(script))).isEqualTo(3);
        assertThat(await(database.executeScript(" -- nothing"))).isZero();
        assertThat(database.blocking().executeScript("INSERT INTO movies (title) VALUES ('d')"))
                .isOne();
        assertThat(titles(database)).containsExactlyInAnyOrder("a;b", "d");
    }

    @Test
    @Tag("S21")
    default void scriptEndsAtTheStatementThatFailsAndSaysWhereThatIs(Database database) {
        String script = "INSERT INTO movies (title) VALUES ('a');\n\nINSERT INTO nowhere VALUES (1);\n"
                + "INSERT INTO movies (title) VALUES ('b')";

        StatementException failure = failure(database.executeScript(script), StatementException.class);
        Throwable blocking = catchThrowable(() -> database.blocking().executeScript(script.replace("('a')", "('c')")));

        assertThat(failure).hasMessageStartingWith("Line 3 of the script: ");
        assertThat(failure.sql()).contains("INSERT INTO nowhere VALUES (1)");
        assertThat(blocking).isInstanceOf(StatementException.class).hasMessageStartingWith("Line 3 of the script: ");
        assertThat(titles(database)).containsExactlyInAnyOrder("a", "c");
        assertThat(failure(database.executeScript("SELECT 1;\nCOMMIT;"), InvalidQueryException.class))
                .hasMessageStartingWith("Line 2 of the script: ");
    }

    @Test
    @Tag("S21")
    default void scriptInASessionIsPartOfIt(Database database) {
        StatementException failure = failure(
                database.session(session -> session.executeScript(
                        "INSERT INTO movies (title) VALUES ('a'); INSERT INTO nowhere VALUES (1)")),
                StatementException.class);

        assertThat(failure).hasMessageContaining("session '");
        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("S22")
    default void anyQueryRendersForTheDialectAndMapsItsRows(Database database) {
        await(insert(database, "Alien"));
        Query<String> query = new Query<>() {
            @Override
            public RenderedSql render(Dialect dialect) {
                assertThat(dialect).isSameAs(database.dialect());
                return RenderedSql.of("SELECT title FROM movies WHERE title = ?", List.of("Alien"));
            }

            @Override
            public RowMapper<String> mapper(Dialect dialect) {
                return row -> row.getString("title") + "!";
            }
        };

        assertThat(await(database.fetchAll(query))).containsExactly("Alien!");
        assertThat(await(database.fetchOne(query))).contains("Alien!");
    }

    @Test
    @Tag("S24")
    default void fetchOneGivesTheFirstRowOrNone(Database database) {
        assertThat(await(database.fetchOne("SELECT title FROM movies"))).isEmpty();
        await(insert(database, "Alien"));
        await(insert(database, "Aliens"));

        assertThat(await(database.fetchOne("SELECT title FROM movies ORDER BY id"))
                        .orElseThrow()
                        .getString("title"))
                .isEqualTo("Alien");
        assertThat(await(database.fetchOne(
                        sql("SELECT released FROM movies ORDER BY id").value(Integer.class))))
                .isEmpty();
    }

    @Test
    @Tag("S21")
    default void fetchExactlyOneRefusesNoRowAndASecondOne(Database database) {
        assertThat(failure(database.fetchExactlyOne("SELECT title FROM movies"), MappingException.class))
                .hasMessageContaining("no row came back where exactly one was asked for")
                .hasMessageContaining("in: SELECT title FROM movies");
        await(insert(database, "Alien"));
        assertThat(await(
                        database.fetchExactlyOne(sql("SELECT title FROM movies").value(String.class))))
                .isEqualTo("Alien");
        assertThat(await(database.fetchExactlyOne(sql("SELECT released FROM movies WHERE title = :t")
                        .bind("t", "Alien")
                        .value(Integer.class))))
                .isNull();
        assertThat(database.blocking()
                        .fetchExactlyOne("SELECT title FROM movies")
                        .get(0))
                .isEqualTo("Alien");
        await(insert(database, "Aliens"));
        assertThat(failure(database.fetchExactlyOne("SELECT title FROM movies"), MappingException.class))
                .hasMessageContaining("more than one row came back");
        assertThat(catchThrowable(() -> database.blocking().fetchExactlyOne("SELECT title FROM movies")))
                .isInstanceOf(MappingException.class);
        List<Row> after = await(database.session(session -> session.fetchExactlyOne("SELECT count(*) FROM movies")
                .thenCompose(count -> session.fetchExactlyOne("SELECT title FROM movies"))
                .exceptionally(several -> null)
                .thenCompose(ignored -> session.fetchAll("SELECT title FROM movies"))));
        assertThat(after).hasSize(2);
    }

    @Test
    @Tag("S21")
    default void refusedQueriesAndRowsTellTheSql(Database database) {
        await(insert(database, "Alien"));
        InvalidQueryException query =
                failure(database.fetchAll("SELECT title FROM movies WHERE id = :id"), InvalidQueryException.class);
        MappingException row = failure(
                database.fetchAll(sql("SELECT title AS name FROM movies").map(each -> each.getInt("title"))),
                MappingException.class);

        assertThat(query.sql()).contains("SELECT title FROM movies WHERE id = :id");
        assertThat(query).hasMessageContaining(":id has no value").hasMessageContaining("in: SELECT title");
        assertThat(row.sql()).contains("SELECT title AS name FROM movies");
        assertThat(row).hasMessageContaining("no column \"title\"").hasMessageContaining("in: SELECT title AS name");
    }

    @Test
    @Tag("S24")
    default void fetchingFromStatementWithoutRowsGivesNone(Database database) {
        assertThat(await(database.fetchAll("SELECT title FROM movies"))).isEmpty();
        assertThat(await(database.fetchAll("INSERT INTO movies (title) VALUES ('Alien')")))
                .isEmpty();
        assertThat(await(database.fetchOne("INSERT INTO movies (title) VALUES ('Aliens')")))
                .isEmpty();
        assertThat(titles(database)).containsExactly("Alien", "Aliens");
    }

    @Test
    @Tag("S25")
    default void fetchOneGivesWhatAnInsertReturns(Database database) {
        long id = await(database.fetchOne(insertReturning(), List.of("Alien")))
                .orElseThrow()
                .getLong("id");

        assertThat(await(database.fetchOne(
                        sql("SELECT title FROM movies WHERE id = ?").values(id).value(String.class))))
                .contains("Alien");
    }

    @Test
    @Tag("S27")
    @Tag("R36")
    @Tag("Q15")
    @Tag("I13")
    default void refusesSeveralStatementsInOneString(Database database) {
        failure(
                database.execute("INSERT INTO movies (title) VALUES ('Alien'); DELETE FROM movies"),
                InvalidQueryException.class);

        await(database.execute("INSERT INTO movies (title) VALUES ('Aliens');"));
        assertThat(titles(database)).containsExactly("Aliens");
    }

    @Test
    @Tag("R36")
    @Tag("N15")
    default void refusesTransactionControlInSqlAndLeavesTheSessionHealthy(Database database) {
        await(database.session(session -> {
            for (String control : List.of("COMMIT", "rollback", "/* now */ BEGIN", "SAVEPOINT mine", "RELEASE mine")) {
                failure(session.execute(control), InvalidQueryException.class);
            }
            return insert(session, "Alien");
        }));

        assertThat(titles(database)).containsExactly("Alien");
    }

    @Test
    @Tag("S21")
    default void executeManyRunsOncePerSetOfValues(Database database) {
        long named = await(database.executeMany(
                "INSERT INTO movies (title) VALUES (:title)",
                List.of(Map.of("title", "Alien"), Map.of("title", "Aliens"))));
        long none = await(database.executeMany("INSERT INTO movies (title) VALUES (?)", List.of()));
        long read = await(database.executeMany("SELECT title FROM movies WHERE title = ?", List.of(List.of("Alien"))));

        assertThat(named).isEqualTo(2);
        assertThat(none).isZero();
        assertThat(read).as("rows that were changed").isZero();
        assertThat(titles(database)).containsExactly("Alien", "Aliens");
    }

    @Test
    @Tag("R5")
    default void executeManyIsAllOrNothing(Database database) {
        StatementException refused = failure(
                database.executeMany(
                        "INSERT INTO movies (title) VALUES (?)",
                        List.of(List.of("Alien"), List.of("Aliens"), List.of("Alien"))),
                StatementException.class);

        if (tellsFailedSets()) {
            assertThat(refused).hasMessageContaining("(set of values 3 of 3)");
        }
        StatementException wrong = failure(
                database.executeMany(
                        "INSERT INTO nowhere (title) VALUES (?)", List.of(List.of("Alien"), List.of("Aliens"))),
                StatementException.class);
        assertThat(wrong).as("not about the values").hasMessageNotContaining("set of values");

        assertThat(titles(database)).isEmpty();
    }

    @Test
    @Tag("S28")
    default void refusalsHaveKindSqlAndTheDriversCause(Database database) {
        await(insert(database, "Alien"));

        StatementException unique = failure(insert(database, "Alien"), StatementException.class);
        StatementException syntax = failure(database.execute("SELEKT 1"), StatementException.class);
        StatementException object = failure(database.fetchAll("SELECT 1 FROM nowhere"), StatementException.class);
        StatementException missing = failure(
                database.execute(sql("INSERT INTO movies (title) VALUES (?)").values((Object) null)),
                StatementException.class);

        assertThat(unique.kind()).isEqualTo(Kind.UNIQUE);
        assertThat(unique.sql().orElseThrow()).contains("INSERT INTO movies").doesNotContain("Alien");
        assertThat(unique).hasCauseInstanceOf(Exception.class);
        assertThat(syntax.kind()).isEqualTo(Kind.SYNTAX);
        assertThat(object.kind()).isEqualTo(Kind.OBJECT);
        assertThat(missing.kind()).isEqualTo(Kind.NOT_NULL);
    }

    @Test
    @Tag("S29")
    default void enforcesForeignKeysAndChecks(Database database) {
        long movie = await(database.execute(insertTellingKey(), Map.of("title", "Alien")))
                .generatedId();
        String review = "INSERT INTO reviews (movie_id, stars) VALUES (?, ?)";

        await(database.execute(review, List.of(movie, 5)));
        StatementException foreign =
                failure(database.execute(review, List.of(movie + 1000, 5)), StatementException.class);
        StatementException check = failure(database.execute(review, List.of(movie, 6)), StatementException.class);

        assertThat(foreign.kind()).isEqualTo(Kind.FOREIGN_KEY);
        assertThat(check.kind()).isEqualTo(Kind.CHECK);
    }

    @Test
    @Tag("R37")
    @Tag("X2")
    default void noMessageHoldsBoundValue(Database database) {
        String secret = "canary-4711";
        await(insert(database, secret));

        Throwable refused = catchThrowable(() -> await(insert(database, secret)));
        Throwable miscounted =
                catchThrowable(() -> await(database.fetchAll("SELECT :a", Map.of("a", secret, "b", secret))));

        for (Throwable failure : Arrays.asList(refused, miscounted)) {
            assertThat(failure).isInstanceOf(DatabasedException.class);
            assertThat(failure.getMessage()).doesNotContain(secret);
            assertThat(failure.toString()).doesNotContain(secret);
        }
        assertThat(sql("SELECT :a").bind("a", secret)).doesNotHaveToString(secret);
    }

    @Test
    @Tag("R37")
    default void refusalNamesTheLineOfTheCaller(Database database) {
        StatementException failure = failure(database.fetchAll("SELECT 1 FROM nowhere"), StatementException.class);

        assertThat(failure.getMessage()).contains("QueryContract.java");
    }
}

package io.databased.jdbc.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.databased.BlockingDatabase;
import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.StatementException;
import io.databased.servers.PostgresServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PostgreSQL keeps the types that the values of a prepared statement had, whatever becomes of its table. */
@Tag("R22")
final class PgjdbcDefinitionsTest {
    private static final int RUNS = 8; // the driver has the server keep what it runs for the fifth time
    private static final String INSERT = "INSERT INTO films (note) VALUES (:note)";

    private final PostgresServer server = PostgresServer.shared();
    private final DatabaseUrl url = DatabaseUrl.parse(server.createDatabase());
    private final BlockingDatabase films = open();
    private final BlockingDatabase another = open();

    private BlockingDatabase open() {
        return Database.builder(PgjdbcDatabase.jdbcUrl(url))
                .pool(PoolOptions.builder().maxSize(2).build())
                .build()
                .blocking();
    }

    @BeforeEach
    void connect() {
        films.connect();
        another.connect();
        films.executeScript("CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('sad', 'happy')");
    }

    @AfterEach
    void close() {
        films.close();
        another.close();
    }

    /** On both connections, one within the other. */
    private void insertTwice(String note) {
        Map<String, String> values = Map.of("note", note);
        films.session(outer -> {
            outer.execute(INSERT, values);
            return films.session(inner -> inner.execute(INSERT, values));
        });
    }

    private void createAndFill(String type, String note) {
        films.execute("CREATE TABLE films (note " + type + ")");
        for (int i = 0; i < RUNS; i++) {
            insertTwice(note);
        }
    }

    private List<Object> notes() {
        return films.fetchAll("SELECT note::text AS n FROM films").stream()
                .map(row -> row.get("n", Object.class))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"text | mood | happy", "jsonb | text | {\"b\": 1,  \"a\": 2}", "citext | int4range | empty"})
    void anotherTypeIsMetOnEachConnection(String before, String after, String note) {
        createAndFill(before, before.equals("jsonb") ? note : "'empty'");
        films.session(session -> {
            session.execute("DROP TABLE films");
            return session.execute("CREATE TABLE films (note " + after + ")");
        });

        insertTwice(note);

        assertThat(notes()).containsExactly(note, note);
    }

    @ParameterizedTest
    @CsvSource({"text, mood, happy", "inet, text, all"})
    void whatAnotherProgramHasChangedFailsOnceForEachConnection(String before, String after, String note) {
        createAndFill(before, before.equals("inet") ? "::1" : note);
        another.executeScript("DROP TABLE films; CREATE TABLE films (note " + after + ")");

        for (int connection = 0; connection < 2; connection++) {
            assertThat(catchThrowableOfType(StatementException.class, () -> insertTwice(note)))
                    .isNotNull();
        }

        insertTwice(note);
        assertThat(notes()).containsExactly(note, note);
    }

    @Test
    void whatIsUndoneIsMetToo() {
        createAndFill("text", "happy");

        Throwable failure = catchThrowableOfType(
                IllegalStateException.class,
                () -> films.session(session -> {
                    session.execute("ALTER TABLE films ALTER note TYPE mood USING note::mood");
                    for (int i = 0; i < RUNS; i++) {
                        session.execute(INSERT, Map.of("note", "happy"));
                    }
                    throw new IllegalStateException("undo");
                }));
        assertThat(failure).hasMessage("undo");
        insertTwice("no mood");

        assertThat(notes()).contains("no mood");
    }
}

package io.databased.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.DatabaseMessage;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of H2's failures: the kind, the names, and no value. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class H2FailuresTest {
    private final H2 h2 = new H2();

    @BeforeAll
    void createTables() {
        h2.execute("CREATE TABLE parent (id INT PRIMARY KEY, u VARCHAR(9) CONSTRAINT only_u UNIQUE,"
                + " n INT NOT NULL CONSTRAINT low CHECK (n < 9), CONSTRAINT pair UNIQUE (u, n))");
        h2.execute("CREATE TABLE child (p INT, CONSTRAINT of_parent FOREIGN KEY (p) REFERENCES parent (id))");
        h2.execute("CREATE TABLE \"a b\" (\"c d\" INT UNIQUE)");
        h2.execute("INSERT INTO parent VALUES (7777, 'CANARY', 1)");
        h2.execute("INSERT INTO child VALUES (7777)");
        h2.execute("INSERT INTO \"a b\" VALUES (7777)");
    }

    @AfterAll
    void close() {
        h2.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UNIQUE|INSERT INTO parent VALUES (8, 'CANARY', 2)|PARENT|U|ONLY_U",
                "FOREIGN_KEY|INSERT INTO child VALUES (77770)|CHILD|P|OF_PARENT",
                "FOREIGN_KEY|DELETE FROM parent|CHILD|P|OF_PARENT",
                "CHECK|INSERT INTO parent VALUES (8, 'x', 77770)|||LOW",
                "NOT_NULL|INSERT INTO parent VALUES (8, 'x', NULL)||N|",
                "UNIQUE|INSERT INTO \"a b\" VALUES (7777)|||",
                "OBJECT|SELECT parent.id FROM parent, parent AS q WHERE id = 1|||",
                "OBJECT|DROP TABLE parent|||",
                "SYNTAX|INSERT INTO parent VALUES (1)|||",
            })
    void tellsKindAndNames(Kind kind, String sql, String table, String column, String constraint) {
        BackendException failure = h2.refused(sql);
        DatabaseMessage said = Objects.requireNonNull(failure.databaseMessage());

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.getMessage()).doesNotContain("CANARY", "7777", "/*");
        assertThat(said.table()).isEqualTo(Optional.ofNullable(table));
        assertThat(said.column()).isEqualTo(Optional.ofNullable(column));
        if (constraint != null) {
            assertThat(said.constraint()).contains(constraint);
        }
    }

    /** Its key is told in another form. */
    @ParameterizedTest
    @CsvSource({"INSERT INTO parent (id) VALUES (7777)", "UPDATE parent SET id = 7777 WHERE id = 6"})
    void keepsAPrimaryKeyToItself(String sql) {
        h2.execute("MERGE INTO parent KEY (id) VALUES (6, 'y', 3)");
        BackendException failure = h2.refused(sql.replace("(id) VALUES (7777)", "VALUES (7777, 'z', 4)"));

        assertThat(failure.kind()).isEqualTo(Kind.UNIQUE);
        assertThat(failure.getMessage()).endsWith("ON PUBLIC.PARENT(ID)").doesNotContain("7777");
        assertThat(Objects.requireNonNull(failure.databaseMessage()).table()).contains("PARENT");
        assertThat(Objects.requireNonNull(failure.databaseMessage()).column()).contains("ID");
    }

    /** H2 would go on with the rows that it had when it failed. */
    @Test
    void givesAllRowsOfAQueryThatHasFailedBefore() {
        String query =
                "WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r WHERE x < 6 AND 10 / (?1 - x) <> 99)"
                        + " SELECT count(*) FROM r";

        assertThat(h2.refused(query, 3).kind()).isEqualTo(Kind.DATA);
        assertThat(h2.single(query, 100)).isEqualTo(6L);
    }
}

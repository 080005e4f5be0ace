package io.databased.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.DatabaseMessage;
import io.databased.StatementException.Kind;
import io.databased.jdbc.product.SqliteCodes;
import io.databased.spi.BackendException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqliteErrorsTest {
    private final Sqlite sqlite = Sqlite.memory();

    /** The same through the backend for any driver. */
    private final Sqlite jdbc = Sqlite.byJdbc("jdbc:sqlite::memory:?foreign_keys=on");

    @BeforeAll
    void createTables() {
        createTables(sqlite);
        createTables(jdbc);
    }

    private static void createTables(Sqlite sqlite) {
        sqlite.execute(
                "CREATE TABLE p (id INTEGER PRIMARY KEY, u TEXT UNIQUE, n INT NOT NULL DEFAULT 0 CHECK (n < 9))");
        sqlite.execute("CREATE TABLE c (p REFERENCES p)");
        sqlite.execute("CREATE TABLE s (i INT) STRICT");
        sqlite.execute(
                "CREATE TRIGGER guard BEFORE INSERT ON c WHEN NEW.p = 'bad' BEGIN SELECT RAISE(ABORT, 'house rule'); END");
        sqlite.execute("INSERT INTO p (id, u) VALUES (1, 'a')");
        sqlite.execute(
                "CREATE TABLE two (a, b, c CHECK (c < 9) CONSTRAINT positive CHECK (c > 0), PRIMARY KEY (a, b))");
        sqlite.execute("CREATE UNIQUE INDEX low ON two (abs(c))");
        sqlite.execute("INSERT INTO two VALUES (1, 2, 3)");
        sqlite.execute("CREATE TABLE \"a.b\" (x NOT NULL)");
    }

    @AfterAll
    void close() {
        sqlite.close();
        jdbc.close();
    }

    static Stream<Arguments> codes() {
        return SqliteCodes.KINDS.entrySet().stream().map(row -> Arguments.of(row.getKey(), row.getValue()));
    }

    @ParameterizedTest
    @MethodSource("codes")
    void knowsTheCodes(int code, Kind kind) {
        assertThat(SqliteCodes.kind(code, "")).isEqualTo(kind);
        assertThat(SqliteCodes.kind(code | 77 << 8, ""))
                .isEqualTo(code < 256 ? kind : SqliteCodes.kind(code | 77 << 8, "x"));
    }

    @ParameterizedTest
    @CsvSource({
        "517, BUSY",
        "261, BUSY",
        "262, BUSY",
        "1032, READ_ONLY",
        "266, SYSTEM",
        "267, CORRUPT",
        "516, TRANSACTION_ENDED",
        "19, OTHER",
        "1811, OTHER",
        "21, OTHER",
        "1, OTHER",
        "-1, OTHER",
        "0, OTHER"
    })
    void fallsBackToThePrimaryCode(int code, Kind kind) {
        assertThat(SqliteCodes.kind(code, "")).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UNIQUE|2067|INSERT INTO p (u) VALUES ('a')|UNIQUE constraint failed: p.u",
                "UNIQUE|1555|INSERT INTO p (id) VALUES (1)|UNIQUE constraint failed: p.id",
                "FOREIGN_KEY|787|INSERT INTO c VALUES (99)|FOREIGN KEY constraint failed",
                "NOT_NULL|1299|INSERT INTO p (n) VALUES (NULL)|NOT NULL constraint failed: p.n",
                "CHECK|275|INSERT INTO p (n) VALUES (10)|CHECK constraint failed: n < 9",
                "DATA|3091|INSERT INTO s VALUES ('x')|cannot store TEXT value in INT column s.i",
                "OTHER|1811|INSERT INTO c VALUES ('bad')|house rule",
                "DATA|20|INSERT INTO p (id) VALUES ('x')|datatype mismatch",
                "SYNTAX|1|SELEC 1|near \"SELEC\": syntax error",
                "SYNTAX|1|SELECT (|incomplete input",
                "SYNTAX|1|SELECT 'a|unrecognized token: \"'a\"",
                "SYNTAX|1|SELECT abs(1, 2)|wrong number of arguments to function abs()",
                "SYNTAX|1|INSERT INTO c VALUES (1, 2)|table c has 1 columns but 2 values were supplied",
                "OBJECT|1|SELECT * FROM missing|no such table: missing",
                "OBJECT|1|SELECT missing FROM p|no such column: missing",
                "OBJECT|1|SELECT missing()|no such function: missing",
                "OBJECT|1|CREATE TABLE p (x)|table p already exists",
                "OBJECT|1|INSERT INTO p (q) VALUES (1)|table p has no column named q",
                "OBJECT|1|SELECT id FROM p, p AS q|ambiguous column name: id",
                "DATA|1|SELECT abs(-9223372036854775807 - 1)|integer overflow",
                "DATA|1|SELECT json_extract('{', '$')|malformed JSON",
                "TRANSACTION_ENDED|1|RELEASE gone|no such savepoint",
            })
    void sortsWhatSqliteRefuses(Kind kind, int code, String sql, String message) {
        BackendException failure = sqlite.refused(sql);

        assertThat(failure.getMessage()).isEqualTo(message);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.vendorCode()).isEqualTo(code);
        assertThat(failure.sqlState()).isNull();
        BackendException byJdbc = jdbc.refused(sql);
        assertThat(byJdbc.getMessage()).isEqualTo(message);
        assertThat(byJdbc.kind()).isEqualTo(kind);
        assertThat(byJdbc.vendorCode()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO p (u) VALUES ('a')|p|u|",
                "INSERT INTO p (id) VALUES (1)|p|id|",
                "INSERT INTO p (n) VALUES (NULL)|p|n|",
                "INSERT INTO two VALUES (1, 2, 4)|two||",
                "INSERT INTO two VALUES (2, 2, -1)|||positive",
                "INSERT INTO two VALUES (2, 2, 20)|||",
                "INSERT INTO two VALUES (2, 2, 3)|||low",
                "INSERT INTO \"a.b\" VALUES (NULL)|||",
                "INSERT INTO s VALUES ('x')|s|i|",
                "INSERT INTO c VALUES (99)|||",
                "SELECT * FROM missing|||",
            })
    void tellsWhatItIsAbout(String sql, String table, String column, String constraint) {
        for (Sqlite each : List.of(sqlite, jdbc)) {
            DatabaseMessage said = Objects.requireNonNull(each.refused(sql).databaseMessage());

            assertThat(said.text()).isNotEmpty().doesNotStartWith("[");
            assertThat(said.table()).isEqualTo(Optional.ofNullable(table));
            assertThat(said.column()).isEqualTo(Optional.ofNullable(column));
            assertThat(said.constraint()).isEqualTo(Optional.ofNullable(constraint));
            assertThat(said.dataType()).isEqualTo("s".equals(table) ? Optional.of("INT") : Optional.empty());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT json_extract('{}', ?)|CANARY[",
                "SELECT * FROM json_each('{}', ?)|CANARY",
                "ATTACH ? AS other|/CANARY/no/such/directory/a.db",
                "INSERT INTO p (u) VALUES ('x'), (?), (?2)|CANARY",
                "INSERT INTO s VALUES (?)|CANARY",
                "INSERT INTO p (id) VALUES (?)|CANARY",
            })
    @Tag("R37")
    void keepsNoValueInMessagesOrCauses(String sql, String value) {
        Object[] values = sql.contains("?2") ? new Object[] {value, value} : new Object[] {value};

        for (Sqlite each : List.of(sqlite, jdbc)) {
            for (Throwable cause = each.refused(sql, values); cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain("CANARY");
            }
        }
    }
}

package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Json;
import io.databased.Row;
import io.databased.StatementException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row of {@code docs/types/mysql.md}. */
class TypeTableTest extends MySqlDatabase {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Path TABLE = Path.of("..", "docs", "types", "mysql.md");

    static Stream<Arguments> types() throws IOException {
        String other = TestServer.isMySql() ? "MariaDB" : "MySQL";
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| `") || line.startsWith("| MariaDB") || line.startsWith("| MySQL"))
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .filter(cells -> cells.size() == 5 && !cells.get(1).equals(other))
                .map(cells -> {
                    int type = cells.get(1).startsWith("`") ? 1 : 2;
                    int read = type == 1 ? 2 : 3;
                    return Arguments.of(
                            code(cells.get(type)).get(0), code(cells.get(read)).get(0), code(cells.get(4)));
                });
    }

    private static List<String> code(String cell) {
        return CODE.matcher(cell)
                .results()
                .map(MatchResult::group)
                .map(TypeTableTest::inside)
                .toList();
    }

    private static String inside(String code) {
        return code.substring(1, code.length() - 1);
    }

    @ParameterizedTest
    @MethodSource("types")
    void extremesAreReadAndBoundAsTheTableSays(String type, String read, List<String> extremes) throws SQLException {
        assertThat(extremes).isNotEmpty();
        execute("CREATE TABLE x (i INT PRIMARY KEY, kept " + type + " NULL, bound " + type + " NULL)");
        for (int i = 0; i < extremes.size(); i++) {
            execute("INSERT INTO x (i, kept) VALUES (" + i + ", " + extremes.get(i) + ")");
            Row row = one(database(), "SELECT kept FROM x WHERE i = " + i, Map.of());
            Object value = row.get(0);
            assertThat(value.getClass().getSimpleName()).as(extremes.get(i)).isEqualTo(read);
            await(database().execute("UPDATE x SET bound = ? WHERE i = ?", Arrays.asList(value, i)));
            Row both = one(
                    database(),
                    "SELECT HEX(CAST(kept AS BINARY)) AS a, HEX(CAST(bound AS BINARY)) AS b FROM x WHERE i = " + i,
                    Map.of());
            assertThat(both.getString("b")).as(extremes.get(i)).isEqualTo(both.getString("a"));
            asText(i, type, value);
            if (!type.startsWith("VECTOR")) { // which that driver does not know
                byJdbc(i, value);
            }
        }
    }

    /** The rows of a statement that cannot be prepared are read alike. */
    private void asText(int i, String type, Object value) {
        CompletableFuture<List<Row>> read = database()
                .session(session -> session.execute("PREPARE s FROM 'SELECT kept FROM x WHERE i = " + i + "'")
                        .thenCompose(prepared -> session.fetchAll("EXECUTE s")));
        if (type.equals("FLOAT")) {
            failure(read, StatementException.class);
        } else {
            Object text = await(read).get(0).get(0);
            assertThat(text).as(type).isEqualTo(value);
        }
    }

    /** The vendor's driver says the same of both, and what we have read. */
    private void byJdbc(int i, Object value) throws SQLException {
        try (var connection = server.connect(name());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT kept, bound FROM x WHERE i = " + i)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(2)).isEqualTo(rows.getString(1));
            if (value instanceof String || value instanceof Integer || value instanceof java.time.LocalDate) {
                boolean year = rows.getMetaData().getColumnTypeName(1).equals("YEAR");
                assertThat(year ? String.valueOf(rows.getShort(1)) : rows.getString(1))
                        .isEqualTo(value.toString());
            } else if (value instanceof byte[] bytes) {
                assertThat(rows.getBytes(1)).isEqualTo(bytes);
            } else if (value instanceof Json json) {
                assertThat(rows.getString(1)).isEqualTo(json.text());
            } else if (value instanceof java.math.BigDecimal decimal) {
                assertThat(rows.getBigDecimal(1)).isEqualTo(decimal);
            }
        }
    }
}

package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.DatabaseUrl;
import io.databased.Row;
import io.databased.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/types/postgresql.md, with the extremes of each type. */
final class TypeTableTest extends TypesTest {
    private static final Map<String, List<String>> EXTREMES = new LinkedHashMap<>();

    static {
        put("boolean", "true", "false");
        put("smallint", "-32768", "0", "32767");
        put("integer", "-2147483648", "2147483647");
        put("bigint", "-9223372036854775808", "9223372036854775807");
        put("real", "0.1", "-0", "1e-45", "3.4028235e38", "NaN", "Infinity", "-Infinity");
        put("double precision", "0.1", "-0", "5e-324", "1.7976931348623157e308", "NaN", "Infinity", "-Infinity");
        put(
                "numeric",
                "0",
                "-0.00",
                "1.50",
                "1e131071",
                "1e-16383",
                "-12345678901234567890.123456789",
                "NaN",
                "Infinity");
        put("money", "-92233720368547758.08", "92233720368547758.07", "0.01");
        put("text", "", "{a,b}", "NULL", "\"", "\\", "è\uD83D\uDE00", "x".repeat(100_000));
        put("varchar(20)", "", "{}", "twenty characters ok");
        put("char(8)", "", "a", "eight ch");
        put("name", "", "x".repeat(63));
        put("\"char\"", "x", "{");
        put("bytea", "\\x", "\\x00ff", "\\x7b7d");
        put("uuid", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff");
        put(
                "date",
                "4714-11-24 BC",
                "0001-12-31 BC",
                "0001-01-01",
                "1582-10-10",
                "5874897-12-31",
                "infinity",
                "-infinity");
        put("time", "00:00:00", "23:59:59.999999", "00:00:00.000001");
        put("timetz", "00:00:00+15:59", "23:59:59.999999-15:59:59", "01:02:03+05:30:15");
        put(
                "timestamp",
                "4714-11-24 00:00:00 BC",
                "294276-12-31 23:59:59.999999",
                "1582-10-10 02:30:00",
                "infinity",
                "-infinity");
        put("timestamptz", "4714-11-24 00:00:00+00 BC", "294276-12-31 23:59:59.999999+00", "infinity", "-infinity");
        put(
                "interval",
                "00:00:00",
                "-00:00:00.000001",
                "30 days",
                "-178000000 years",
                "1 mon -1 days +00:00:01",
                "infinity");
        put("json", "{\"b\":1, \"a\":2,  \"b\":3}", "1e400", "null", "[".repeat(2_000) + "]".repeat(2_000));
        put("jsonb", "{\"b\":1, \"a\":2,  \"b\":3}", "1e400", "null", "9".repeat(1_500));
        put("oid", "0", "4294967295");
        put("xml", "<a>b</a>", "");
        put("inet", "::ffff:1.2.3.4", "fe80::1/64", "10.0.0.1", "10.0.0.1/8");
        put("cidr", "10.0.0.0/8", "::/0");
        put("macaddr", "08:00:2b:01:02:03");
        put("bit(3)", "101");
        put("varbit", "", "1".repeat(100));
        put("point", "(1e300,-0.1)");
        put("box", "(3,4),(1,2)");
        put("tsvector", "'{a}':1 'b':2A");
        put("int4range", "empty", "[1,5)", "(,)");
        put("int4multirange", "{}", "{[1,2),[4,5)}");
        put("citext", "{hello}", "", "{}");
        put("mood", "ok", "{}");
        put("positive", "1", "2147483647");
        put("pair", "(,)", "(1,\"a,\"\"{}\")");
        put("integer[]", "{}", "{1,NULL,-2147483648}", "{{1,2},{3,NULL}}", "[5:6]={1,2}");
        put("numeric[]", "{1.50,NULL,NaN,Infinity,-Infinity}", "{-0.0001,10000,123456789.123}");
        put("text[]", "{}", "{NULL,\"NULL\",\"\",\"a,\\\"b\\\\\",{}}".replace(",{}}", ",\"{}\"}"));
        put("timestamp[]", "{\"2024-03-31 02:30:00\",infinity,-infinity,\"4714-11-24 00:00:00 BC\"}");
        put("json[]", "{\"{\\\"b\\\":1, \\\"b\\\":2}\",NULL,1e400}");
        put("citext[]", "{\"{hello}\",NULL,\"NULL\"}");
        put("mood[]", "{ok,NULL,\"{}\"}", "{}");
    }

    private static void put(String type, String... values) {
        EXTREMES.put(type, List.of(values));
    }

    private Connection jdbc;

    @BeforeAll
    void create() throws SQLException {
        execute("CREATE EXTENSION citext");
        execute("CREATE TYPE mood AS ENUM ('ok', '{}')");
        execute("CREATE DOMAIN positive AS int CHECK (value > 0)");
        execute("CREATE TYPE pair AS (number int, word text)");
        jdbc = PostgresServer.shared()
                .connect(DatabaseUrl.parse(database.url().toString()).database().orElseThrow());
    }

    @AfterAll
    void closeJdbc() throws SQLException {
        jdbc.close();
    }

    /** What the table says that each type is read as. */
    private static Map<String, List<String>> table() throws IOException {
        Map<String, List<String>> table = new LinkedHashMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "types", "postgresql.md"))) {
            String[] cells = line.split("\\|");
            if (line.startsWith("| `")) {
                String classes = cells[2].replace("`", "").strip();
                table.put(cells[1].strip().replace("`", ""), List.of(classes.split(" or ")));
            }
        }
        return table;
    }

    static Stream<String> types() {
        return EXTREMES.keySet().stream();
    }

    @Test
    void allTypesOfTheTableAreTried() throws IOException {
        assertThat(table().keySet()).containsExactlyElementsOf(EXTREMES.keySet());
    }

    @ParameterizedTest
    @MethodSource("types")
    void extremesAreWhatTheServerAndTheDriverOfJdbcSay(String type) throws Exception {
        List<String> classes = Objects.requireNonNull(table().get(type));
        List<String> seen = new ArrayList<>();
        for (String extreme : Objects.requireNonNull(EXTREMES.get(type))) {
            String cast = "CAST(CAST(? AS text) AS " + type + ")";
            Row row = await(database.fetchAll(
                            "SELECT " + cast + " AS v, CAST(" + cast + " AS text) AS t", list(extreme, extreme)))
                    .get(0);
            Object value = Objects.requireNonNull(row.get("v"));
            String text = row.get("t", String.class);
            assertThat(text).isEqualTo(textOverJdbc(cast, extreme));
            String simple = value instanceof List<?> ? "List" : value.getClass().getSimpleName();
            assertThat(classes).contains(simple);
            seen.add(simple);
            if (type.equals("inet")) { // whose cast to text writes the mask of a single host, too
                assertThat(value).isEqualTo(extreme);
            } else if (value instanceof String && !type.equals("interval")) {
                assertThat(value).isEqualTo(type.startsWith("char(") ? padded((String) value, text) : text);
            } else if (value instanceof io.databased.Json json) {
                assertThat(json.text()).isEqualTo(text);
            } else if (!(value instanceof List<?>) && !isFirst(value) && !type.equals("interval")) {
                assertThat(boundAgain(value, type)).isEqualTo(text);
            }
        }
        assertThat(seen).containsAll(classes);
        nothingIsLost();
    }

    private static @Nullable String padded(String value, @Nullable String text) {
        assertThat(value.stripTrailing()).isEqualTo(text);
        return value;
    }

    /** What stands for a past without a beginning, which the driver cannot send. */
    private static boolean isFirst(Object value) {
        return value.equals(java.time.LocalDateTime.MIN) || value.equals(java.time.OffsetDateTime.MIN);
    }

    private @Nullable String boundAgain(Object value, String type) {
        return await(database.fetchOne(sql("SELECT CAST(CAST(:v AS " + type + ") AS text)")
                        .bind("v", value)
                        .value(String.class)))
                .orElse(null);
    }

    private @Nullable String textOverJdbc(String cast, String value) throws SQLException {
        try (var statement = jdbc.prepareStatement("SELECT CAST(" + cast + " AS text)")) {
            statement.setString(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}

package io.databased.jdbc.driver;

import static io.databased.testkit.Futures.await;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.PoolOptions;
import io.databased.servers.MariaDbServer;
import io.databased.servers.PostgresServer;
import java.io.IOException;
import java.lang.reflect.Array;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The tables of docs/types/jdbc.md, row by row, at the limits of each type: the class that is read, what is bound again, and what
 * the vendor's driver says of both.
 */
final class TypeTablesTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "types", "jdbc.md");
    private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (.*?) \\| `([^`]+)`.*");

    private static final Set<Integer> BINARY = Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);

    /** Literals at the limits, by the type's name, which may be the same in several databases. */
    private static final Map<String, String> LITERALS = Map.ofEntries(
            entry("BOOLEAN", "TRUE; FALSE"),
            entry("bool", "true; false"),
            entry("TINYINT", "-128; 127; 0"),
            entry("TINYINT(1)", "-128; 127; TRUE"),
            entry("SMALLINT", "-32768; 32767"),
            entry("SMALLINT UNSIGNED", "0; 65535"),
            entry("int2", "-32768; 32767"),
            entry("MEDIUMINT", "-8388608; 8388607"),
            entry("INTEGER", "-2147483648; 2147483647"),
            entry("INT", "-2147483648; 2147483647"),
            entry("int4", "-2147483648; 2147483647"),
            entry("INT UNSIGNED", "0; 4294967295"),
            entry("BIGINT", "-9223372036854775808; 9223372036854775807"),
            entry("int8", "-9223372036854775808; 9223372036854775807"),
            entry("BIGINT UNSIGNED", "9223372036854775808; 18446744073709551615"),
            entry("HUGEINT", "99999999999999999999999999999999999999; -99999999999999999999999999999999999999"),
            entry("REAL", "3.4028235E38; -1.4E-45; 0.1"),
            entry("FLOAT", "0.5; -0.25; 1e30"),
            entry("float4", "3.4028235E38; '-1.4E-45'; 'NaN'; '-Infinity'; 0.1"),
            entry("DOUBLE PRECISION", "1.7976931348623157E308; -4.9E-324; 0.1"),
            entry("DOUBLE", "1.7976931348623157E308; -2.2250738585072014E-308; 0.1"),
            entry("float8", "1.7976931348623157E308; '-4.9E-324'; 'NaN'; 'Infinity'; 0.1"),
            entry("NUMERIC(40,10)", "123456789012345678901234567890.0123456789; -0.0000000001"),
            entry("DECFLOAT(30)", "1E1000; -1.23456789012345678901234567890"),
            entry("DECIMAL(38,10)", "1234567890123456789012345678.0123456789; -0.0000000001"),
            entry("DECIMAL(65,30)", "99999999999999999999999999999999999.999999999999999999999999999999; -1e-30"),
            entry("numeric", "1e-100; 123456789012345678901234567890.0123456789; -1e300"),
            entry("money", "'92233720368547758.07'; '-0.01'"),
            entry("VARCHAR", "''; 'it''s \u00e4\ud83d\ude00 \\ \" ?'"),
            entry("VARCHAR(50)", "''; 'it''s \u00e4\ud83d\ude00 \" ?'"),
            entry("text", "''; 'it''s \u00e4\ud83d\ude00 \\ \" ?'"),
            entry("CHAR(3)", "'a'; 'abc'"),
            entry("char(3)", "'a'; 'abc'"),
            entry("CLOB", "''; 'long'"),
            entry("VARBINARY", "X'00ff7f80'; X''"),
            entry("VARBINARY(20)", "X'00ff7f80'; X''"),
            entry("BLOB", "'\\x00\\xFF'; ''"),
            entry("bytea", "'\\x00ff7f80'; ''"),
            entry("DATE", "DATE '1000-01-01'; DATE '9999-12-31'; DATE '1893-04-01'"),
            entry("date", "'4713-01-01 BC'; '5874897-12-31'; 'infinity'; '-infinity'; '0044-03-15 BC'"),
            entry("TIME(9)", "TIME '00:00:00'; TIME '23:59:59.999999999'"),
            entry(
                    "TIME(9) WITH TIME ZONE",
                    "TIME WITH TIME ZONE '00:00:00+18:00'; TIME WITH TIME ZONE '23:59:59.999999999-18:00'"),
            entry("TIME", "TIME '00:00:00'; TIME '23:59:59.999999'"),
            entry("time", "'00:00'; '23:59:59.999999'"),
            entry("timetz", "'00:00+15:59'; '23:59:59.999999-15:59'"),
            entry(
                    "TIMESTAMP(9)",
                    "TIMESTAMP '0001-01-01 00:00:00'; TIMESTAMP '9999-12-31 23:59:59.999999999'; TIMESTAMP '2024-03-31 02:30:00'"),
            entry(
                    "TIMESTAMP(9) WITH TIME ZONE",
                    "TIMESTAMP WITH TIME ZONE '0001-01-01 00:00:00+18:00'; TIMESTAMP WITH TIME ZONE '9999-12-31 23:59:59.999999999-18:00'"),
            entry("TIMESTAMP", "TIMESTAMP '0001-01-01 00:00:00'; TIMESTAMP '9999-12-31 23:59:59.999999'"),
            entry(
                    "TIMESTAMP WITH TIME ZONE",
                    "TIMESTAMPTZ '0001-01-01 00:00:00+00'; TIMESTAMPTZ '9999-12-31 23:59:59.999999+00'"),
            entry("timestamp", "'4713-01-01 00:00 BC'; '294276-12-31 23:59:59.999999'; 'infinity'; '2024-03-31 02:30'"),
            entry("timestamptz", "'4713-01-02 00:00+00 BC'; '294276-12-31 23:59:59.999999+00'; '2024-03-31 02:30+02'"),
            entry("DATETIME(6)", "'1000-01-01 00:00:00'; '9999-12-31 23:59:59.999999'; '2024-03-31 02:30:00.000001'"),
            entry("TIMESTAMP(6)", "'1970-01-01 00:00:01'; '2038-01-19 03:14:07.999999'"),
            entry("TIME(6)", "'838:59:59'; '-838:59:59'; '-00:00:00.000001'; '23:59:59.999999'; 0"),
            entry("YEAR", "1901; 2155; 2024"),
            entry("BIT(8)", "0; 255"),
            entry(
                    "INTERVAL DAY(10) TO SECOND(9)",
                    "INTERVAL '-10 01:02:03.123456789' DAY TO SECOND; INTERVAL '99999 23:59:59.999999999' DAY(10) TO SECOND(9)"),
            entry("INTERVAL YEAR TO MONTH", "INTERVAL '1-2' YEAR TO MONTH"),
            entry("INTERVAL", "INTERVAL 1 DAY"),
            entry("interval", "'-838:59:59.000001'; '26:00:00'; '0'"),
            entry("UUID", "'00112233-4455-6677-8899-aabbccddeeff'; 'ffffffff-ffff-ffff-ffff-ffffffffffff'"),
            entry("uuid", "'00112233-4455-6677-8899-aabbccddeeff'; 'ffffffff-ffff-ffff-ffff-ffffffffffff'"),
            entry("JSON", "JSON '{\"a\":[1,null]}'; JSON '\"text\"'"),
            entry("json", "'{\"b\":1, \"a\":2,  \"b\":1e400}'; 'null'"),
            entry("jsonb", "'{\"b\": 1, \"a\": 2}'; 'null'"),
            entry("inet", "'::1'; '10.0.0.0/8'"),
            entry("bit(1)", "B'1'; B'0'"),
            entry("bytea[]", "'{}'; '{\"\\\\x00ff\",NULL,\"\\\\x\"}'"),
            entry("ENUM('a', 'b')", "'a'; 'b'"),
            entry("INTEGER ARRAY", "ARRAY[]; ARRAY[1, NULL, -2147483648]"),
            entry("TIMESTAMP(9) ARRAY", "ARRAY[TIMESTAMP '2024-03-31 02:30:00', NULL]"),
            entry("INTEGER[]", "[]; [1, NULL, -2147483648]"),
            entry("int4[]", "'{}'; '{NULL}'; '{1,NULL,-2147483648}'; '{{1,2},{3,4}}'"),
            entry("text[]", "'{}'; '{\"a,b\",\"NULL\",NULL}'"),
            entry("timestamp[]", "'{\"2024-03-31 02:30\",NULL,\"0044-03-15 12:00 BC\"}'"),
            entry("timestamptz[]", "'{\"2024-03-31 02:30+02\",NULL}'"));

    @TempDir
    private Path folder;

    private final Map<String, Supplier<String>> urls = Map.of(
            "H2", () -> "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
            "PostgreSQL", () -> jdbc(PostgresServer.shared().createDatabase()),
            "MySQL and MariaDB", () -> jdbc(MariaDbServer.shared().createDatabase()),
            "DuckDB", () -> "jdbc:duckdb:" + folder.resolve("types.duckdb"));

    /** One row of a table. */
    record Line(String product, String type, String bound, String read) {}

    private static String jdbc(String url) {
        return PgjdbcDatabase.jdbcUrl(DatabaseUrl.parse(url));
    }

    static Stream<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        String product = "";
        for (String line : Files.readAllLines(DOCUMENT)) {
            product = line.startsWith("## ") ? line.substring(3) : product;
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                lines.add(new Line(product, row.group(1), row.group(2), row.group(3)));
            }
        }
        assertThat(lines).hasSizeGreaterThan(80);
        return lines.stream();
    }

    @ParameterizedTest
    @MethodSource("lines")
    @Tag("I14")
    void valuesAreAsTheTableSays(Line line) throws SQLException {
        assertThat(LITERALS).containsKey(line.type());
        String url = urls.get(line.product()).get();
        try (Database database = await(connect(url))) {
            await(database.execute("CREATE TABLE types (n INTEGER, v " + line.type() + ")"));
            String[] literals = literal(line).split("; ");
            for (int i = 0; i < literals.length; i++) {
                await(database.execute("INSERT INTO types VALUES (" + i + ", " + literals[i] + ")"));
                Object value = await(database.fetchOne("SELECT v FROM types WHERE n = " + i))
                        .orElseThrow()
                        .get(0);

                assertThat(simpleName(value)).as(literals[i]).isEqualTo(line.read());
                if (!line.bound().contains("cast")) {
                    Object bound = value instanceof List<?> list ? array(list) : value;
                    await(database.execute("INSERT INTO types VALUES (?, ?)", List.of(1_000 + i, bound)));
                }
            }
        }
        assertThat(seenByTheVendor(url, 0))
                .isEqualTo(seenByTheVendor(url, 1_000))
                .isNotEmpty();
    }

    /** The first connection of an embedded database loads a native library. */
    private static CompletableFuture<Database> connect(String url) {
        PoolOptions patient =
                PoolOptions.builder().loginTimeout(Duration.ofSeconds(60)).build();
        return Database.builder(url).pool(patient).build().connect();
    }

    /** MySQL's and DuckDB's dialects have other words for some. */
    private static String literal(Line line) {
        String literals = LITERALS.get(line.type());
        if (line.product().equals("DuckDB") && line.type().equals("JSON")) {
            return literals.replace("JSON '", "'");
        }
        return line.product().equals("H2") && line.type().equals("BLOB") ? "X'00ff'; X''" : literals;
    }

    private static Object[] array(List<?> list) {
        Object sample = list.stream()
                .filter(Objects::nonNull)
                .map(Object.class::cast)
                .findFirst()
                .orElse(0);
        Class<?> type = sample instanceof List ? Integer[].class : sample.getClass();
        Object[] array = (Object[]) Array.newInstance(type, list.size());
        for (int i = 0; i < array.length; i++) {
            array[i] = list.get(i) instanceof List<?> inner ? inner.toArray(new Integer[0]) : list.get(i);
        }
        return array;
    }

    private static String simpleName(Object value) {
        return value instanceof List ? "List" : value.getClass().getSimpleName();
    }

    /** Without those that were bound, for types that are only read, both are the same rows. */
    private static List<String> seenByTheVendor(String url, int from) throws SQLException {
        List<String> seen = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            boolean bound;
            try (ResultSet any = statement.executeQuery("SELECT count(*) FROM types WHERE n >= 1000")) {
                bound = any.next() && any.getInt(1) > 0;
            }
            int first = bound ? from : 0;
            try (ResultSet rows = statement.executeQuery(
                    "SELECT v FROM types WHERE n BETWEEN " + first + " AND " + (first + 999) + " ORDER BY n")) {
                boolean binary = BINARY.contains(rows.getMetaData().getColumnType(1));
                while (rows.next()) {
                    seen.add(binary ? HexFormat.of().formatHex(rows.getBytes(1)) : rows.getString(1));
                }
            }
        }
        return seen;
    }
}

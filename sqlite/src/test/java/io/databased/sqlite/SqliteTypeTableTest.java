package io.databased.sqlite;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of docs/types/sqlite.md, row by row, at the limits, beside what the driver says that is used directly. */
class SqliteTypeTableTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "types", "sqlite.md");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    /** What only other layers bind: they make one of the others of it. */
    private static final Set<String> CONVERTED_BEFORE = Set.of("Character", "ZonedDateTime");

    private static final Map<String, List<Object>> VALUES = Map.ofEntries(
            entry("Boolean", List.of(true, false)),
            entry("Byte", List.of(Byte.MIN_VALUE, Byte.MAX_VALUE)),
            entry("Short", List.of(Short.MIN_VALUE, Short.MAX_VALUE)),
            entry("Integer", List.of(Integer.MIN_VALUE, Integer.MAX_VALUE)),
            entry("Long", List.of(Long.MIN_VALUE, Long.MAX_VALUE)),
            entry("Float", List.of(Float.MAX_VALUE, Float.MIN_VALUE)),
            entry("Double", List.of(Double.MAX_VALUE, Double.MIN_VALUE, Double.NEGATIVE_INFINITY)),
            entry("BigDecimal", List.of(new BigDecimal("1.50"), new BigDecimal("5"), new BigDecimal("-0.000981"))),
            entry("BigInteger", List.of(BigInteger.valueOf(Long.MAX_VALUE), BigInteger.ONE.negate())),
            entry("String", List.of("", "it's \u00e4\ud83d\ude00")),
            entry("byte[]", List.of(new byte[0], new byte[] {0, -1})),
            entry("LocalDate", List.of(LocalDate.of(0, 1, 1), LocalDate.of(9999, 12, 31))),
            entry("LocalTime", List.of(LocalTime.MIN, LocalTime.MAX)),
            entry(
                    "LocalDateTime",
                    List.of(LocalDateTime.of(0, 1, 1, 0, 0), LocalDateTime.of(9999, 12, 31, 23, 59, 59, 1))),
            entry("Instant", List.of(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59.999999999Z"))),
            entry("OffsetDateTime", List.of(OffsetDateTime.parse("2024-02-29T23:59:59.5+18:00"))),
            entry("OffsetTime", List.of(OffsetTime.MIN, OffsetTime.MAX)),
            entry("Duration", List.of(Duration.ZERO, Duration.ofSeconds(Long.MAX_VALUE))),
            entry("UUID", List.of(new UUID(0, 0), new UUID(-1, -1))),
            entry("Json", List.of(new Json("{\"a\": 1}"))));

    @TempDir
    Path directory;

    Sqlite open(Path file) {
        return Sqlite.file(file);
    }

    private static List<String> names(String cell) {
        List<String> names = new ArrayList<>();
        for (Matcher name = NAME.matcher(cell); name.find(); ) {
            names.add(name.group(1));
        }
        return names;
    }

    @Test
    void everyRowIsTrue() throws IOException, SQLException {
        Path file = directory.resolve("types.db");
        Set<String> tried = new TreeSet<>();
        try (Sqlite sqlite = open(file)) {
            sqlite.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, kept TEXT, free)");
            for (String line : Files.readAllLines(DOCUMENT)) {
                String[] cells = line.split("\\|");
                if (cells.length < 5 || names(cells[3]).isEmpty()) {
                    continue;
                }
                String column = cells[1].contains("column of text") ? "kept" : "free";
                for (String bound : names(cells[1])) {
                    if (!CONVERTED_BEFORE.contains(bound)) {
                        tried.add(bound);
                        for (Object value : VALUES.get(bound)) {
                            assertRow(sqlite, file, column, value, cells);
                        }
                    }
                }
            }
        }
        assertThat(tried).isEqualTo(new TreeSet<>(VALUES.keySet()));
    }

    private static void assertRow(Sqlite sqlite, Path file, String column, Object value, String[] cells)
            throws SQLException {
        sqlite.execute("DELETE FROM t");
        sqlite.execute("INSERT INTO t (" + column + ") VALUES (?)", value);
        Object read = sqlite.single("SELECT " + column + " FROM t");

        assertThat(names(cells[3])).as("%s", value).contains(read.getClass().getSimpleName());
        try (Connection vendor = DriverManager.getConnection("jdbc:sqlite:" + file);
                ResultSet row =
                        vendor.createStatement().executeQuery("SELECT typeof(" + column + "), " + column + " FROM t")) {
            row.next();
            assertThat(cells[2]).as("%s", value).contains(row.getString(1));
            Object seen = row.getObject(2);
            assertThat(seen instanceof Integer number ? (Object) number.longValue() : seen)
                    .isEqualTo(read);
        }
    }
}

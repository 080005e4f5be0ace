package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Json;
import io.databased.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random values: written natively, and compared with what is read natively, what JDBC reads, and what the server itself says
 * in text. {@code -Ddatabased.values=N} makes N of them, {@code -Ddatabased.seed=N} replays a run; both are reported.
 */
class ValuesFuzzTest extends MySqlDatabase {
    private static final int VALUES = Integer.getInteger("databased.values", 4_000);
    private static final int ROWS = 250;

    private final long seed = Long.getLong("databased.seed", System.nanoTime());
    private final Random random = new Random(seed);

    /** How values of a type are made, and how the server writes one. */
    private record Type(String sql, Function<Random, Object> maker, Function<Object, String> text) {}

    private static Map<String, Type> types() {
        Map<String, Type> types = new LinkedHashMap<>();
        Function<Object, String> plain = String::valueOf;
        types.put("i8", new Type("TINYINT", r -> (int) (byte) r.nextInt(), plain));
        types.put("u8", new Type("TINYINT UNSIGNED", r -> r.nextInt(256), plain));
        types.put("i16", new Type("SMALLINT", r -> (int) (short) r.nextInt(), plain));
        types.put("i24", new Type("MEDIUMINT", r -> r.nextInt(1 << 24) - (1 << 23), plain));
        types.put("i32", new Type("INT", Random::nextInt, plain));
        types.put("u32", new Type("INT UNSIGNED", r -> r.nextInt() & 0xFFFFFFFFL, plain));
        types.put("i64", new Type("BIGINT", Random::nextLong, plain));
        types.put("u64", new Type("BIGINT UNSIGNED", r -> Unsigned.number(r.nextLong()), plain));
        types.put("bits", new Type("BIT(64)", r -> Unsigned.number(r.nextLong()), plain));
        types.put("f64", new Type("DOUBLE", ValuesFuzzTest::fraction, null));
        types.put(
                "m",
                new Type(
                        "DECIMAL(65,30)",
                        r -> new BigDecimal(new BigInteger(215, r), 30)
                                .multiply(BigDecimal.valueOf(r.nextBoolean() ? 1 : -1)),
                        value -> ((BigDecimal) value).toPlainString()));
        types.put("money", new Type("DECIMAL(12,2)", r -> BigDecimal.valueOf(r.nextInt(), 2), plain));
        types.put(
                "d",
                new Type("DATE", r -> LocalDate.of(r.nextInt(9999) + 1, 1, 1).plusDays(r.nextInt(365)), plain));
        types.put("t", new Type("DATETIME(6)", ValuesFuzzTest::moment, value -> text((LocalDateTime) value)));
        types.put(
                "ts",
                new Type(
                        "TIMESTAMP(6)",
                        r -> OffsetDateTime.ofInstant(
                                java.time.Instant.ofEpochSecond(
                                        1 + r.nextInt(Integer.MAX_VALUE - 1), r.nextInt(1_000_000) * 1_000L),
                                ZoneOffset.UTC),
                        value -> text(((OffsetDateTime) value).toLocalDateTime())));
        types.put("clock", new Type("TIME(6)", ValuesFuzzTest::duration, value -> text((Duration) value)));
        types.put("y", new Type("YEAR", r -> 1901 + r.nextInt(255), plain));
        types.put("words", new Type("VARCHAR(60) COLLATE utf8mb4_bin", ValuesFuzzTest::words, plain));
        types.put(
                "bytes",
                new Type(
                        "VARBINARY(60)",
                        ValuesFuzzTest::bytes,
                        value -> HexFormat.of().withUpperCase().formatHex((byte[]) value)));
        types.put(
                "j",
                new Type(
                        "JSON",
                        r -> new Json("[" + r.nextInt() + ", \"" + Integer.toHexString(r.nextInt()) + "\"]"),
                        value -> ((Json) value).text()));
        return types;
    }

    private static Double fraction(Random random) {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) && Math.abs(value) >= Double.MIN_NORMAL ? value + 0.0 : random.nextGaussian();
    }

    private static LocalDateTime moment(Random random) {
        return LocalDateTime.of(random.nextInt(9999) + 1, 1, 1, 0, 0)
                .plusSeconds(random.nextInt(365 * 86_400))
                .plusNanos(random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000) * 1_000L);
    }

    private static Duration duration(Random random) {
        Duration length = Duration.ofSeconds(random.nextInt(838 * 3_600)).plusNanos(random.nextInt(1_000_000) * 1_000L);
        return random.nextBoolean() ? length : length.negated();
    }

    private static String words(Random random) {
        StringBuilder words = new StringBuilder();
        int length = random.nextInt(20);
        while (words.length() < length) {
            int point = random.nextInt(4) == 0 ? 0x1F300 + random.nextInt(400) : 1 + random.nextInt(0x500);
            words.appendCodePoint(point);
        }
        return words.toString();
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String text(LocalDateTime time) {
        return String.format(
                "%s %02d:%02d:%02d.%06d",
                time.toLocalDate(), time.getHour(), time.getMinute(), time.getSecond(), time.getNano() / 1_000);
    }

    private static String text(Duration length) {
        Duration size = length.abs();
        return String.format(
                "%s%02d:%02d:%02d.%06d",
                length.isNegative() ? "-" : "",
                size.toHours(),
                size.toMinutesPart(),
                size.toSecondsPart(),
                size.toNanosPart() / 1_000);
    }

    @Test
    void whatIsWrittenIsReadByEveryone(TestReporter reporter) throws SQLException {
        reporter.publishEntry("seed", Long.toString(seed));
        Map<String, Type> types = types();
        StringBuilder columns = new StringBuilder("id INT PRIMARY KEY");
        types.forEach(
                (name, type) -> columns.append(", ").append(name).append(' ').append(type.sql()));
        execute("CREATE TABLE f (" + columns + ")");
        String insert = "INSERT INTO f VALUES (?" + ", ?".repeat(types.size()) + ")";
        int written = 0;
        for (int first = 0; written < VALUES; first += ROWS) {
            List<List<Object>> rows = new ArrayList<>();
            for (int id = first; id < first + ROWS; id++) {
                List<Object> row = new ArrayList<>(List.of(id));
                types.values()
                        .forEach(type -> row.add(
                                random.nextInt(20) == 0 ? null : type.maker().apply(random)));
                rows.add(row);
                written += types.size();
            }
            await(database().executeMany(insert, rows));
            compare(types, first, rows);
        }
        reporter.publishEntry("values written, and read in three ways", Integer.toString(written));
        assertThat(written).isGreaterThanOrEqualTo(VALUES);
    }

    private void compare(Map<String, Type> types, int first, List<List<Object>> rows) throws SQLException {
        StringBuilder texts = new StringBuilder("SELECT id");
        types.forEach((name, type) -> texts.append(", ").append(inText(name, type)));
        String where = " FROM f WHERE id >= " + first + " ORDER BY id";
        List<Row> natively = await(database().fetchAll("SELECT *" + where));
        List<Row> said = await(database().fetchAll(texts + where));
        assertThat(natively).hasSize(rows.size());
        try (Connection connection = server.connect(name());
                PreparedStatement statement = connection.prepareStatement("SELECT *" + where);
                ResultSet jdbc = statement.executeQuery()) {
            for (int i = 0; i < rows.size(); i++) {
                assertThat(jdbc.next()).isTrue();
                int column = 1;
                for (Map.Entry<String, Type> type : types.entrySet()) {
                    Object value = rows.get(i).get(column);
                    String where2 = type.getKey() + " of row " + i + ", seed " + seed;
                    assertThat(normal(natively.get(i).get(column))).as(where2).isEqualTo(normal(value));
                    assertThat(jdbcValue(jdbc, column + 1, value))
                            .as(where2 + " by JDBC")
                            .isEqualTo(normal(value));
                    if (value != null && type.getValue().text() != null) {
                        assertThat(said.get(i).getString(type.getKey()))
                                .as(where2 + " in text")
                                .isEqualTo(type.getValue().text().apply(value));
                    }
                    column++;
                }
            }
        }
    }

    private static String inText(String name, Type type) {
        String text = type.sql().startsWith("BIT") ? name + " + 0" : name;
        return type.sql().startsWith("VARBINARY")
                ? "HEX(" + name + ") AS " + name
                : "CAST(" + text + " AS CHAR) AS " + name;
    }

    private static Object normal(Object value) {
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        return value instanceof Json json
                ? json.text()
                : value instanceof Integer small ? (Object) (long) small : value;
    }

    private static Object jdbcValue(ResultSet rows, int column, Object like) throws SQLException {
        if (like == null) {
            return rows.getObject(column) == null ? null : "not null";
        }
        if (like instanceof Integer || like instanceof Long) {
            return rows.getMetaData().getColumnTypeName(column).startsWith("BIT")
                    ? new BigInteger(1, rows.getBytes(column)).longValueExact()
                    : rows.getMetaData().getColumnTypeName(column).equals("YEAR")
                            ? rows.getShort(column) + 0L
                            : rows.getLong(column);
        }
        if (like instanceof BigInteger) {
            return rows.getMetaData().getColumnTypeName(column).startsWith("BIT")
                    ? new BigInteger(1, rows.getBytes(column))
                    : rows.getBigDecimal(column).toBigIntegerExact();
        }
        if (like instanceof BigDecimal) {
            return rows.getBigDecimal(column);
        }
        if (like instanceof Double) {
            return rows.getDouble(column);
        }
        if (like instanceof LocalDate) {
            return rows.getObject(column, LocalDate.class);
        }
        if (like instanceof LocalDateTime) {
            return rows.getObject(column, LocalDateTime.class);
        }
        if (like instanceof Duration) {
            return rows.getObject(column, Duration.class);
        }
        if (like instanceof OffsetDateTime) { // the text is in the zone of the session, which is UTC for us alone
            return like;
        }
        return like instanceof byte[] ? HexFormat.of().formatHex(rows.getBytes(column)) : rows.getString(column);
    }
}

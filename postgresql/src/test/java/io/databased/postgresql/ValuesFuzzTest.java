package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.DatabaseUrl;
import io.databased.Json;
import io.databased.Row;
import io.databased.servers.PostgresServer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random values, written and read by us, read by the driver of JDBC, and as the server writes them: all the same. {@code
 * -Ddatabased.values=N} makes N of them, {@code -Ddatabased.seed=N} replays a run; both are reported.
 */
final class ValuesFuzzTest extends TypesTest {
    private static final int VALUES = Integer.getInteger("databased.values", 4_000);
    private static final long MICROS_OF_DAY = 86_400_000_000L;

    /** How values of a type are made, read by JDBC, and read from the server's text. */
    record Kind(String type, Function<Random, Object> make, Reading jdbc, Function<String, Object> parse) {
        @Override
        public String toString() {
            return type;
        }
    }

    /** Reads the first column. */
    interface Reading {
        Object of(ResultSet rows) throws SQLException;
    }

    static Stream<Kind> kinds() {
        return Stream.concat(numbersAndTexts(), timesAndOthers());
    }

    private static Stream<Kind> numbersAndTexts() {
        return Stream.of(
                new Kind("boolean", Random::nextBoolean, rows -> rows.getBoolean(1), "true"::equals),
                new Kind("smallint", r -> (short) r.nextInt(), rows -> rows.getShort(1), Short::valueOf),
                new Kind("integer", Random::nextInt, rows -> rows.getInt(1), Integer::valueOf),
                new Kind("bigint", Random::nextLong, rows -> rows.getLong(1), Long::valueOf),
                new Kind("real", r -> Float.intBitsToFloat(r.nextInt()), rows -> rows.getFloat(1), Float::valueOf),
                new Kind(
                        "double precision",
                        r -> Double.longBitsToDouble(r.nextLong()),
                        rows -> rows.getDouble(1),
                        Double::valueOf),
                new Kind("numeric", ValuesFuzzTest::decimal, rows -> rows.getBigDecimal(1), BigDecimal::new),
                new Kind("text", ValuesFuzzTest::text, rows -> rows.getString(1), text -> text),
                new Kind("varchar(50)", ValuesFuzzTest::text, rows -> rows.getString(1), text -> text),
                new Kind("citext", ValuesFuzzTest::text, rows -> rows.getString(1), text -> text),
                new Kind("bytea", r -> hex(bytes(r)), rows -> hex(rows.getBytes(1)), text -> text.substring(2)),
                new Kind(
                        "uuid",
                        r -> new UUID(r.nextLong(), r.nextLong()),
                        rows -> rows.getObject(1, UUID.class),
                        UUID::fromString));
    }

    private static Stream<Kind> timesAndOthers() {
        return Stream.of(
                new Kind(
                        "date",
                        ValuesFuzzTest::date,
                        rows -> rows.getObject(1, LocalDate.class),
                        text -> LocalDate.parse(iso(text))),
                new Kind("time", ValuesFuzzTest::time, rows -> rows.getObject(1, LocalTime.class), LocalTime::parse),
                new Kind(
                        "timetz",
                        r -> time(r).atOffset(offset(r)),
                        rows -> rows.getObject(1, OffsetTime.class),
                        text -> OffsetTime.parse(text.replaceFirst("([+-]\\d\\d)$", "$1:00"))),
                new Kind(
                        "timestamp",
                        r -> timestamp(r),
                        rows -> rows.getObject(1, LocalDateTime.class),
                        text -> LocalDateTime.parse(iso(text))),
                new Kind(
                        "timestamptz",
                        r -> timestamp(r).atOffset(ZoneOffset.UTC),
                        rows -> rows.getObject(1, OffsetDateTime.class),
                        text -> OffsetDateTime.parse(iso(text.replace("+00", "")) + "Z")),
                new Kind(
                        "interval",
                        r -> Duration.ofSeconds(r.nextInt(), (r.nextInt(1_000_000)) * 1_000L),
                        rows -> duration(rows.getString(1)),
                        ValuesFuzzTest::duration),
                new Kind("json", ValuesFuzzTest::json, rows -> new Json(rows.getString(1)), Json::new),
                new Kind(
                        "integer[]",
                        r -> integers(r),
                        rows -> list(rows.getArray(1).getArray()),
                        ValuesFuzzTest::integers),
                new Kind(
                        "text[]",
                        r -> texts(r),
                        rows -> list(rows.getArray(1).getArray()),
                        text -> ArrayText.read(text, ',')),
                new Kind(
                        "numeric[]",
                        r -> decimals(r),
                        rows -> list(rows.getArray(1).getArray()),
                        ValuesFuzzTest::decimals),
                new Kind(
                        "timestamp[]",
                        r -> times(r, ValuesFuzzTest::timestamp, LocalDateTime[]::new),
                        rows -> null,
                        text -> elements(text, each -> LocalDateTime.parse(iso(each)))),
                new Kind(
                        "date[]",
                        r -> times(r, ValuesFuzzTest::date, LocalDate[]::new),
                        rows -> null,
                        text -> elements(text, each -> LocalDate.parse(iso(each)))),
                new Kind(
                        "time[]",
                        r -> times(r, ValuesFuzzTest::time, LocalTime[]::new),
                        rows -> null,
                        text -> elements(text, LocalTime::parse)));
    }

    private static <T> Object times(Random random, Function<Random, T> maker, IntFunction<T[]> array) {
        return Stream.generate(() -> random.nextInt(4) == 0 ? null : maker.apply(random))
                .limit(random.nextInt(6))
                .toArray(array);
    }

    private static Object decimal(Random random) {
        int bits = 1 + random.nextInt(random.nextInt(10) == 0 ? 2_000 : 120);
        BigInteger unscaled = new BigInteger(bits, random);
        return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), random.nextInt(60));
    }

    private static Object text(Random random) {
        String characters = "ab{}\",\\' \t\n():;NULLè\u20ac$1?%_";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return random.nextInt(5) == 0 ? text.append("\uD83D\uDE00").toString() : text.toString();
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** The vendor's driver throws at a 29th of February before Christ. */
    private static LocalDate date(Random random) {
        LocalDate date = anyDate(random);
        return date.getYear() < 1 && date.getMonthValue() == 2 && date.getDayOfMonth() == 29 ? date.plusDays(1) : date;
    }

    private static LocalDate anyDate(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> LocalDate.of(-4713, 11, 24).plusDays(random.nextInt(3_000_000));
            case 1 -> LocalDate.of(1500, 1, 1).plusDays(random.nextInt(300_000));
            default -> LocalDate.of(1500, 1, 1).plusDays(random.nextInt(2_000_000_000));
        };
    }

    private static LocalTime time(Random random) {
        return LocalTime.ofNanoOfDay(random.nextLong(MICROS_OF_DAY) * 1_000);
    }

    private static ZoneOffset offset(Random random) {
        return ZoneOffset.ofTotalSeconds(random.nextInt(2 * 57_599) - 57_599);
    }

    private static LocalDateTime timestamp(Random random) {
        LocalDate last = LocalDate.of(294_276, 12, 31);
        LocalDate date = date(random);
        return (date.isAfter(last) ? LocalDate.of(2024, 3, 31) : date).atTime(time(random));
    }

    private static Object json(Random random) {
        String text = ((String) text(random)).replaceAll("[\\\\\"\\x00-\\x1f]", "");
        return new Json(
                switch (random.nextInt(4)) {
                    case 0 -> " {\"" + text + "\" :  1, \"" + text + "\":" + decimal(random) + "}";
                    case 1 -> "[1e" + random.nextInt(5_000) + " ,null,true]";
                    case 2 -> "\"" + text + "\"";
                    default -> nested(1 + random.nextInt(1_500));
                });
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "1" + "]".repeat(depth);
    }

    private static Object integers(Random random) {
        Integer[] elements = new Integer[random.nextInt(6)];
        Arrays.setAll(elements, i -> random.nextInt(4) == 0 ? null : (Integer) random.nextInt());
        return elements;
    }

    private static Object integers(String text) {
        return elements(text, Integer::valueOf);
    }

    private static Object texts(Random random) {
        String[] elements = new String[random.nextInt(6)];
        Arrays.setAll(elements, i -> random.nextInt(4) == 0 ? null : (String) text(random));
        return elements;
    }

    private static Object decimals(Random random) {
        BigDecimal[] elements = new BigDecimal[random.nextInt(6)];
        Arrays.setAll(elements, i -> random.nextInt(4) == 0 ? null : (BigDecimal) decimal(random));
        return elements;
    }

    private static Object decimals(String text) {
        return elements(text, BigDecimal::new);
    }

    private static Object elements(String text, Function<String, Object> parse) {
        List<Object> elements = new ArrayList<>();
        for (Object element : ArrayText.read(text, ',')) {
            elements.add(element == null ? null : parse.apply((String) element));
        }
        return elements;
    }

    private static Object list(Object array) {
        return Arrays.asList((Object[]) array);
    }

    /** As Java writes it, from {@code 0044-03-15 02:30:00 BC}. */
    private static String iso(String text) {
        boolean before = text.endsWith(" BC");
        String iso = text.replace(" BC", "").replace(' ', 'T');
        int year = Integer.parseInt(iso.substring(0, iso.indexOf('-')));
        int astronomical = before ? 1 - year : year;
        String rest = iso.substring(iso.indexOf('-'));
        return (astronomical > 9999 ? "+" : "")
                + (astronomical < 0 ? "-" : "")
                + String.format("%04d", Math.abs(astronomical))
                + rest;
    }

    /** From {@code -12:34:56.789}; the driver of JDBC writes {@code 0 years 0 mons 0 days -12 hours …}. */
    private static Object duration(String text) {
        if (text.contains("years")) {
            String[] words = text.split(" ");
            Duration seconds =
                    Duration.ofNanos(new BigDecimal(words[10]).movePointRight(9).longValueExact());
            return Duration.ofDays(Long.parseLong(words[4]))
                    .plusHours(Long.parseLong(words[6]))
                    .plusMinutes(Long.parseLong(words[8]))
                    .plus(seconds);
        }
        String[] parts = text.replace("-", "").split(":");
        Duration duration = Duration.ofHours(Long.parseLong(parts[0]))
                .plusMinutes(Long.parseLong(parts[1]))
                .plusNanos(new BigDecimal(parts[2]).movePointRight(9).longValueExact());
        return text.startsWith("-") ? duration.negated() : duration;
    }

    @BeforeAll
    void create() {
        execute("CREATE EXTENSION citext");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void areTheSameByEveryWay(Kind kind, TestReporter reporter) throws SQLException {
        long seed = Long.getLong("databased.seed", System.nanoTime());
        reporter.publishEntry("seed", Long.toString(seed));
        Random random = new Random(seed);
        int each = VALUES / (int) kinds().count() + 1;
        List<Object> written = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            written.add(kind.make.apply(random));
        }
        check(kind, written, seed);
        reporter.publishEntry("values written, and read in three ways", each + " of " + kind);
        nothingIsLost();
    }

    private void check(Kind kind, List<Object> written, long seed) throws SQLException {
        execute("DROP TABLE IF EXISTS fuzz");
        execute("CREATE TABLE fuzz (id serial, v " + kind.type + ")");
        boolean bytes = kind.type.equals("bytea");
        await(database.executeMany(
                "INSERT INTO fuzz (v) VALUES (?)",
                written.stream()
                        .map(value -> List.of(bytes ? HexFormat.of().parseHex((String) value) : value))
                        .toList()));
        List<Row> rows = await(database.fetchAll("SELECT v, v::text AS t FROM fuzz ORDER BY id"));
        String name = DatabaseUrl.parse(database.url().toString()).database().orElseThrow();
        try (Connection jdbc = PostgresServer.shared().connect(name);
                ResultSet other = jdbc.createStatement().executeQuery("SELECT v FROM fuzz ORDER BY id")) {
            assertThat(rows).hasSameSizeAs(written);
            for (int i = 0; i < written.size(); i++) {
                other.next();
                Object wanted = written.get(i) instanceof Object[] array ? Arrays.asList(array) : written.get(i);
                Object read = Objects.requireNonNull(rows.get(i).get("v"));
                String what = i + " with seed " + seed;
                assertThat(bytes ? hex((byte[]) read) : read).as(what).isEqualTo(wanted);
                assertThat(kind.parse.apply(rows.get(i).get("t", String.class)))
                        .as(what + " in text")
                        .isEqualTo(wanted);
                Object byJdbc = kind.jdbc.of(other);
                if (byJdbc != null) { // it bends times in arrays by the zone of the JVM
                    assertThat(byJdbc).as(what + " by JDBC").isEqualTo(wanted);
                }
            }
        }
    }
}

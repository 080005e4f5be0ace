package io.databased.mysql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value is what it is, whatever was bound before to the same statement on the same connection. */
class ValueKindsTest extends MySqlDatabase {
    private static final List<Object> VALUES = List.of(
            1.5,
            "text",
            9007199254740993L,
            "",
            new BigDecimal("12345678901234567890.5"),
            LocalTime.of(10, 30),
            "x",
            LocalDateTime.of(2024, 3, 31, 2, 30),
            LocalDate.of(2024, 2, 29),
            7,
            true,
            OffsetTime.parse("10:00+02:00"),
            Duration.ofHours(900),
            new BigDecimal("1E+70"),
            new BigDecimal("1E-40"),
            new BigInteger("5"),
            new BigInteger("18446744073709551615"),
            BigInteger.TEN.pow(80),
            "last");

    /** Of every kind, one that goes with the type that its class suggests. */
    private static final List<@Nullable Object> BEFORE = Arrays.asList(
            0.5,
            null,
            "before",
            3,
            new BigDecimal("0.5"),
            new BigInteger("18446744073709551614"),
            LocalDate.of(2024, 2, 29),
            LocalDateTime.of(2024, 2, 29, 1, 2, 3),
            Duration.ofSeconds(1));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONCAT(?)",
                "CONCAT(COALESCE(?))",
                "CONCAT(IF(1 = 1, ?, 'no'))",
                "CONCAT(CASE WHEN 1 = 1 THEN ? END)",
                "JSON_UNQUOTE(JSON_EXTRACT(JSON_OBJECT('k', ?), '$.k'))"
            })
    void givesWhatAStatementOfItsOwnGives(String expression) {
        List<@Nullable String> alone = new ArrayList<>();
        for (int i = 0; i < VALUES.size(); i++) {
            alone.add(read("SELECT " + expression + " AS v" + i, VALUES.get(i)));
        }
        for (int i = 0; i < VALUES.size(); i++) {
            for (Object before : BEFORE) {
                read("SELECT " + expression + " AS v", before);
                assertThat(read("SELECT " + expression + " AS v", VALUES.get(i)))
                        .isEqualTo(alone.get(i));
            }
        }
    }

    @Test
    void findsTheSameRows() {
        await(database().execute("CREATE TABLE k (v varchar(20))"));
        await(database().executeMany("INSERT INTO k VALUES (?)", List.of(List.of("x"), List.of("y"), List.of("5"))));

        for (int i = 0; i < 2; i++) {
            assertThat(count("SELECT COUNT(*) FROM k WHERE v IN (?, ?)", 5, 6)).isEqualTo(1);
            assertThat(count("SELECT COUNT(*) FROM k WHERE v IN (?, ?)", "x", "z"))
                    .isEqualTo(1);
            assertThat(count("SELECT COUNT(*) FROM k WHERE ? = ?", 1, 1)).isEqualTo(3);
            assertThat(count("SELECT COUNT(*) FROM k WHERE ? = ?", "x", "y")).isZero();
        }
    }

    @Test
    void storesWhatEachRunOfABatchHas() {
        await(database().execute("CREATE TABLE b (id int, v varchar(100))"));
        List<List<Object>> runs = new ArrayList<>();
        for (int i = 0; i < VALUES.size(); i++) {
            runs.add(List.of(i, VALUES.get(i)));
        }
        await(database().executeMany("INSERT INTO b VALUES (?, JSON_OBJECT('k', ?))", runs));

        List<String> stored =
                await(database().fetchAll(sql("SELECT v FROM b ORDER BY id").value(String.class)));
        for (int i = 0; i < VALUES.size(); i++) {
            assertThat(stored.get(i)).isEqualTo(read("SELECT JSON_OBJECT('k', ?) AS v" + i, VALUES.get(i)));
        }
    }

    /** Whichever is the first; the type of some values is written beside them. */
    @ParameterizedTest
    @ValueSource(strings = {"?", "CONCAT('', ?)", "COALESCE(?, NULL)", "IF(1 = 1, ?, NULL)"})
    void storesWhatEachRunOfABatchHasBehindEachOther(String expression) {
        String insert = "INSERT INTO o VALUES (?, " + expression + ")";
        await(database().execute("CREATE TABLE o (id int PRIMARY KEY, v varbinary(100))"));
        List<@Nullable Object> values = new ArrayList<>(VALUES);
        values.addAll(BEFORE);
        values.add(new byte[] {0, (byte) 0x80});
        values.add(Instant.parse("2024-03-31T00:30:00.123456Z"));
        values.add(LocalTime.of(10, 30, 0, 123_456_000));
        for (int i = 0; i < values.size(); i++) {
            await(database().execute(insert, Arrays.asList(i, values.get(i))));
        }
        Map<Integer, String> alone = stored();

        for (int first = 0; first < values.size(); first++) {
            List<List<@Nullable Object>> runs = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
                int next = (first + i) % values.size();
                runs.add(Arrays.asList(next, values.get(next)));
            }
            await(database().execute("DELETE FROM o"));
            await(database().executeMany(insert, runs));
            assertThat(stored()).as("behind value " + first).isEqualTo(alone);
        }
    }

    private Map<Integer, String> stored() {
        Map<Integer, String> stored = new TreeMap<>();
        for (Row row : await(database().fetchAll("SELECT id, HEX(v) AS v FROM o"))) {
            stored.put(row.getInt("id"), String.valueOf(row.get("v")));
        }
        return stored;
    }

    @Test
    void streamsWhatItIs() {
        for (Object value : VALUES) {
            List<String> rows = new ArrayList<>();
            await(database()
                    .forEach(
                            sql("SELECT CONCAT(COALESCE(?)) AS v").values(value).value(String.class), rows::add));
            assertThat(rows).containsExactly(read("SELECT CONCAT(COALESCE(?)) AS other", value));
        }
    }

    private @Nullable String read(String sql, @Nullable Object value) {
        return await(database().fetchExactlyOne(sql(sql).values(value).value(String.class)));
    }

    private long count(String sql, Object... values) {
        return await(database().fetchExactlyOne(sql(sql).values(values).value(long.class)));
    }
}

package io.databased.jdbc.driver;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.Json;
import io.databased.StatementException;
import io.databased.servers.PostgresServer;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A batch whose sets have values of several classes at one place stores what single statements store. */
final class MixedBatchesTest {
    private static final String DUCK = "duckdb";
    private static final String POSTGRES = "postgresql";

    private static Database connect(String product) {
        String url = product.equals(DUCK)
                ? "jdbc:duckdb:"
                : PgjdbcDatabase.jdbcUrl(
                        DatabaseUrl.parse(PostgresServer.shared().createDatabase()));
        return await(Database.of(url).connect());
    }

    static Stream<Arguments> columns() {
        LocalDate day = LocalDate.of(2024, 2, 29);
        LocalDateTime time = day.atTime(1, 2, 3, 456_789_000);
        Instant instant = Instant.parse("2024-01-01T10:11:12.5Z");
        BigInteger huge = BigInteger.ONE.shiftLeft(126);
        return Stream.of(
                Arguments.of(DUCK, "TIMESTAMP", "?", Arrays.asList(day, time, null, instant, day)),
                Arguments.of(DUCK, "TIMESTAMP WITH TIME ZONE", "?", List.of(day, instant, time)),
                Arguments.of(DUCK, "VARCHAR", "?", Arrays.asList(day, "text", null, 7, huge, true)),
                Arguments.of(DUCK, "DOUBLE", "?", List.of(huge, 1.5, 7)),
                Arguments.of(POSTGRES, "text", "?", Arrays.asList("a", Duration.ofHours(30), null, "b", 'c')),
                Arguments.of(POSTGRES, "text", "?", List.of(Duration.ofHours(30), 7L, "x")),
                Arguments.of(POSTGRES, "text", "coalesce(?, NULL)::text", List.of("a", 7, new Json("{}"), 1.5)),
                Arguments.of(POSTGRES, "int", "coalesce(?, 5)", Arrays.asList(1, null, 2, null)));
    }

    @ParameterizedTest
    @MethodSource("columns")
    void storeWhatSingleStatementsStore(String product, String type, String place, List<@Nullable Object> values) {
        List<@Nullable Object> backwards = new ArrayList<>(values);
        Collections.reverse(backwards);
        try (Database database = connect(product)) {
            for (List<@Nullable Object> each : List.of(values, backwards)) {
                for (String table : List.of("alone", "batch", "inside")) {
                    await(database.execute("DROP TABLE IF EXISTS " + table));
                    await(database.execute("CREATE TABLE " + table + " (n int, v " + type + ")"));
                }
                List<List<@Nullable Object>> sets = new ArrayList<>();
                for (int i = 0; i < each.size(); i++) {
                    sets.add(Arrays.asList(i, each.get(i)));
                    boolean untold = each.get(i) == null && !place.equals("?");
                    String written = untold ? place.replace("?", "NULL") : place;
                    await(database.execute(
                            "INSERT INTO alone VALUES (?, " + written + ")", untold ? List.of(i) : sets.get(i)));
                }

                long stored = await(database.executeMany("INSERT INTO batch VALUES (?, " + place + ")", sets));
                await(database.session(
                        session -> session.executeMany("INSERT INTO inside VALUES (?, " + place + ")", sets)));

                assertThat(stored).isEqualTo(each.size());
                assertThat(texts(database, "batch")).isEqualTo(texts(database, "alone"));
                assertThat(texts(database, "inside")).isEqualTo(texts(database, "alone"));
            }
        }
    }

    private static List<@Nullable Object> texts(Database database, String table) {
        return await(database.fetchAll("SELECT CAST(v AS VARCHAR) AS t FROM " + table + " ORDER BY n")).stream()
                .map(row -> row.get("t"))
                .toList();
    }

    @Test
    void tellWhichSetOfValuesFailed() {
        for (String product : List.of(DUCK, POSTGRES)) {
            try (Database database = connect(product)) {
                await(database.execute("CREATE TABLE spans (n int PRIMARY KEY, v text)"));
                List<List<Object>> sets = List.of(
                        List.of(1, "a"),
                        List.of(2, product.equals(DUCK) ? "x" : Duration.ofHours(1)),
                        List.of(3, LocalDate.EPOCH),
                        List.of(1, "b"));

                StatementException failed = failure(
                        database.executeMany("INSERT INTO spans VALUES (?, ?)", sets), StatementException.class);

                assertThat(failed).hasMessageContaining("(set of values 4 of 4)");
                assertThat(await(database.fetchAll("SELECT * FROM spans"))).isEmpty();
            }
        }
    }
}

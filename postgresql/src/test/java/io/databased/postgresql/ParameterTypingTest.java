package io.databased.postgresql;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a parameter is to the server: what its class says, or what the place says if it is NULL. */
final class ParameterTypingTest extends TypesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bool",
                "int2",
                "int4",
                "int8",
                "float4",
                "float8",
                "numeric(10, 2)",
                "text",
                "varchar(10)",
                "char(5)",
                "name",
                "bytea",
                "date",
                "time",
                "timetz",
                "timestamp",
                "timestamptz",
                "interval",
                "uuid",
                "json",
                "jsonb",
                "int4range",
                "inet",
                "cidr",
                "money",
                "xml",
                "oid",
                "bit(3)",
                "varbit",
                "macaddr",
                "point",
                "tsvector",
                "int4[]",
                "numeric[]",
                "text[]",
                "jsonb[]",
                "interval[]",
                "inet[]",
                "xml[]",
                "oid[]"
            })
    void nullFitsAColumnOfAnyType(String type) {
        String table = "\"nulls of " + type + "\"";
        execute("CREATE TABLE " + table + " (a " + type + ", b int, c " + type + ")");
        execute("INSERT INTO " + table + " VALUES (?, ?, ?)", null, 1, null);
        execute("UPDATE " + table + " SET c = ? WHERE b = ?", null, 1);
        await(database.executeMany(
                "INSERT INTO " + table + " VALUES (?, ?, ?)", List.of(list(null, 2, null), list(null, null, null))));
        assertThat(read("(SELECT count(*) FROM " + table + " WHERE a IS NULL AND c IS NULL)"))
                .isEqualTo(3L);
    }

    @Test
    void nullTakesItsTypeFromWhatSurroundsIt() {
        assertThat(read("coalesce(?, 1)", (Object) null)).isEqualTo(1);
        assertThat(read("?", (Object) null)).isNull();
        assertThat(read("1 = ?", (Object) null)).isNull();
        assertThat(read("? IS NULL", (Object) null)).isEqualTo(true);
        assertThat(read("CAST(? AS date) IS NULL", (Object) null)).isEqualTo(true);
    }

    @Test
    @Tag("R37")
    void aValueOfAnotherTypeIsNamedByItsPlaceAndNotQuoted() {
        execute("CREATE TABLE places (a int)");
        String canary = "canary] can not be coerced to the expected class = [x";
        assertThat(failure(
                        database.fetchAll("SELECT a FROM places LIMIT ?", List.of(canary)), StatementException.class))
                .hasMessageContaining(
                        "parameter 1 is a text, but the server expects a number at its place; bind a number,"
                                + " or convert it in the statement, as in cast(:name AS bigint)")
                .hasMessageNotContaining("canary");
        assertThat(failure(
                        database.fetchAll("SELECT a FROM places WHERE a > ? OFFSET ?", List.of(1, canary)),
                        StatementException.class))
                .hasMessageContaining("parameter 2 is a text, but the server expects a number at its place");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "date        | a date                    | a LocalDate",
                "timestamp   | a timestamp               | a LocalDateTime",
                "timestamptz | a timestamp with its zone | an Instant or an OffsetDateTime",
                "time        | a time                    | a LocalTime",
                "timetz      | a time with its offset    | an OffsetTime",
                "boolean     | a boolean                 | a Boolean",
                "uuid        | a UUID                    | a UUID",
                "bytea       | bytes                     | a byte[]",
                "interval    | an interval               | a Duration",
                "int[]       | an array                  | an array",
                "inet        | the type inet             | a value of that type"
            })
    void aTextTellsWhatIsExpectedOfItAndHowItIsMadeThat(String type, String expected, String bound) {
        execute("CREATE TABLE \"texts for " + type + "\" (a " + type + ")");
        assertThat(refusal("INSERT INTO \"texts for " + type + "\" VALUES (?)", "canary"))
                .hasMessageContaining(
                        "parameter 1 is a text, but the server expects " + expected + " at its place; bind " + bound
                                + ", or convert it in the statement, as in cast(:name AS " + type + ")")
                .hasMessageNotContaining("canary");
    }

    @Test
    void aNumberTellsTheTypeOfTheColumnThatDoesNotTakeIt() {
        execute("CREATE TABLE days (a date, b timestamp with time zone)");
        assertThat(refusal("INSERT INTO days (a) VALUES (?)", 3))
                .hasMessageContaining(
                        "bind a value of that type, or convert it in the statement, as in cast(:name AS date)");
        assertThat(refusal("INSERT INTO days (b) VALUES (?)", 3))
                .hasMessageContaining("as in cast(:name AS timestamp with time zone)");
    }

    @Test
    void nullsAndValuesTakeTurnsInOneText() {
        execute("CREATE TABLE turns (a int, b date)");
        @Nullable Object[][] rows = {{1, null}, {null, LocalDate.EPOCH}, {null, null}, {2, LocalDate.EPOCH}, {1, null}};
        for (@Nullable Object[] row : rows) {
            execute("INSERT INTO turns (a, b) VALUES (?, ?)", row);
        }
        assertThat(read("(SELECT sum(a) FROM turns)")).isEqualTo(4L);
        assertThat(read("(SELECT count(b) FROM turns)")).isEqualTo(2L);
    }

    @Test
    void wholeNumbersFitWhereTheyMeetOtherTypes() {
        execute("CREATE TABLE narrow (s int2, i int4, l int8, n numeric, d float8, o oid)");
        for (Number one : new Number[] {(byte) 1, (short) 1, 1, 1L}) {
            execute("INSERT INTO narrow VALUES (?, ?, ?, ?, ?, ?)", one, one, one, one, one, 1L);
        }
        assertThat(read("(SELECT count(*) FROM narrow WHERE s = ? AND l = ?)", 1L, (short) 1))
                .isEqualTo(4L);
        assertThat(refusal("INSERT INTO narrow (s) VALUES (?)", 100_000L).kind())
                .isEqualTo(Kind.DATA);
    }

    @Test
    void parametersStandInClausesAndArithmetic() {
        assertThat(await(database.fetchAll("SELECT 1 OFFSET ? LIMIT ?", List.of(0, 1L))))
                .hasSize(1);
        assertThat(await(database.fetchAll("SELECT 1 OFFSET ? ROWS FETCH NEXT ? ROWS ONLY", List.of(0, 1))))
                .hasSize(1);
        assertThat(read("date '2024-02-28' + ?", 1)).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(read("(timestamp '2024-01-01' + ?)::text", Duration.ofHours(1)))
                .isEqualTo("2024-01-01 01:00:00");
        assertThat(read("? || ?", "a", "b")).isEqualTo("ab");
        assertThat(read("-?", 1)).isEqualTo(-1);
        assertThat(read("?::int", "7")).isEqualTo(7);
    }

    @Test
    @Tag("I12")
    void asManyParametersAsTheProtocolCountsEachInItsPlace() {
        Integer[] values = IntStream.range(0, 65_535).boxed().toArray(Integer[]::new);
        String rows = "SELECT sum(i) AS v FROM (VALUES (?)" + ",(?)".repeat(values.length - 1) + ") AS n (i)";
        assertThat(await(database.fetchAll(rows, Arrays.asList(values))).get(0).get("v", Long.class))
                .isEqualTo(65_534L * 65_535 / 2);
    }

    @Test
    @Tag("R37")
    void noRefusalQuotesAValue() {
        execute("CREATE TABLE accounts (name text UNIQUE CHECK (name <> 'nobody-secret'), n int NOT NULL)");
        String insert = "INSERT INTO accounts VALUES (?, ?)";
        execute(insert, "top-secret", 1);
        for (StatementException refusal : List.of(
                refusal(insert, "top-secret", 1),
                refusal(insert, "nobody-secret", 1),
                refusal(insert, "my-secret", null),
                refusal("SELECT CAST(? AS int)", "int-secret"),
                refusal("SELECT CAST(? AS date)", "date-secret"),
                refusal("SELECT CAST(? AS uuid)", "uuid-secret"),
                refusal("SELECT CAST(? AS varchar(3))::inet", "a-secret"),
                refusal("SELECT 1 + ?", "plus-secret"),
                refusal("SELECT no_such_function(?)", "call-secret"))) {
            quotesNothing(refusal, "secret");
        }
    }

    @Test
    void aBatchOfSeveralClassesIsRefusedWhole() {
        execute("CREATE TABLE whole (t text)");
        StatementException refusal = failure(
                database.executeMany("INSERT INTO whole VALUES (?)", List.of(list("a"), list(LocalDate.EPOCH))),
                StatementException.class);
        assertThat(refusal.kind()).isEqualTo(Kind.DATA);
        assertThat(read("(SELECT count(*) FROM whole)")).isEqualTo(0L);
    }
}

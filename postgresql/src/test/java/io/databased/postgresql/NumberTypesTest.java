package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.StatementException.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumberTypesTest extends TypesTest {
    record WholeNumbers(
            boolean b, short s, int i, long l, @Nullable Integer missing) {}

    record Fractions(float f, double d, BigDecimal n) {}

    @Test
    void numbersAreOfTheTypeOfTheirClass() {
        assertThat(type(true)).isEqualTo("boolean");
        assertThat(type((byte) 1)).isEqualTo("smallint");
        assertThat(type((short) 1)).isEqualTo("smallint");
        assertThat(type(1)).isEqualTo("integer");
        assertThat(type(1L)).isEqualTo("bigint");
        assertThat(type(1f)).isEqualTo("real");
        assertThat(type(1.0)).isEqualTo("double precision");
        assertThat(type(BigDecimal.ONE)).isEqualTo("numeric");
        assertThat(type(BigInteger.ONE)).isEqualTo("numeric");
    }

    @Test
    @Tag("I14")
    void theirExtremesComeBack() {
        roundTrips(Boolean.class, true);
        roundTrips(Boolean.class, false);
        roundTrips(Byte.class, Byte.MIN_VALUE);
        roundTrips(Short.class, Short.MIN_VALUE);
        roundTrips(Integer.class, Integer.MIN_VALUE);
        roundTrips(Long.class, Long.MIN_VALUE);
        roundTrips(Long.class, Long.MAX_VALUE);
        roundTrips(BigInteger.class, BigInteger.TWO.pow(400));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0.1, -0.0, 4.9E-324, 1.7976931348623157E308, Double.NaN, Double.POSITIVE_INFINITY, -1 / 0.0})
    void doublesComeBack(double value) {
        roundTrips(Double.class, value);
    }

    @ParameterizedTest
    @ValueSource(floats = {0.1f, 1.4E-45f, 3.4028235E38f, Float.NaN, Float.NEGATIVE_INFINITY})
    void floatsComeBack(float value) {
        roundTrips(Float.class, value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1.50", "-0.00000000000000000001", "12345678901234567890.0123456789", "1E-16383"})
    void decimalsComeBackWithTheirScale(String text) {
        roundTrips(BigDecimal.class, new BigDecimal(text));
    }

    @Test
    void largeDecimalsComeBack() {
        assertThat(read(BigDecimal.class, "?", new BigDecimal("1E+131071")))
                .isEqualByComparingTo(new BigDecimal("1E+131071"));
        assertThat(refusal("SELECT ?", new BigDecimal("1E+131072")).kind()).isEqualTo(Kind.DATA);
        assertThat(refusal("SELECT ?", new BigDecimal("1E-16384")).kind()).isEqualTo(Kind.DATA);
    }

    @Test
    void notANumberIsADouble() {
        assertThat(read("'NaN'::numeric")).isEqualTo(Double.NaN);
        assertThat(read("array[1.50, null, 'NaN']::numeric[]"))
                .isEqualTo(list(new BigDecimal("1.50"), null, Double.NaN));
        unreadable(BigDecimal.class, "'NaN'::numeric");
    }

    @ParameterizedTest
    @CsvSource({"$1234.56, 1234.56", "-$1.05, -1.05", "$92233720368547758.07, 92233720368547758.07"})
    void moneyIsADecimal(String money, BigDecimal amount) {
        assertThat(read(BigDecimal.class, "CAST(CAST(? AS text) AS money)", money))
                .isEqualByComparingTo(amount);
    }

    @Test
    void recordsTakeNumbers() {
        WholeNumbers whole = await(database.fetchOne(
                        sql("SELECT true AS b, 1::int2 AS s, 2 AS i, 3::int8 AS l, NULL::int AS missing")
                                .mapTo(WholeNumbers.class)))
                .orElseThrow();
        Fractions fractions = await(database.fetchOne(sql("SELECT 0.5::float4 AS f, 0.1::float8 AS d, 1.50 AS n")
                        .mapTo(Fractions.class)))
                .orElseThrow();

        assertThat(whole).isEqualTo(new WholeNumbers(true, (short) 1, 2, 3, null));
        assertThat(fractions).isEqualTo(new Fractions(0.5f, 0.1, new BigDecimal("1.50")));
    }

    @Test
    void infiniteDecimalsAreDoubles() {
        assertThat(read("'Infinity'::numeric")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(read("'-Infinity'::numeric")).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(
                        read(
                                "array['Infinity', '-Infinity', '-0.00', '1e-16383', '10000', '0.0001', '-123456.7800']::numeric[]"))
                .isEqualTo(list(
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        new BigDecimal("0.00"),
                        new BigDecimal("1E-16383"),
                        new BigDecimal("10000"),
                        new BigDecimal("0.0001"),
                        new BigDecimal("-123456.7800")));
        unreadable(BigDecimal.class, "'Infinity'::numeric");
        nothingIsLost();
    }

    @Test
    void theKeyThatAnInsertTellsIsReadAsAColumnIs() {
        execute("CREATE TABLE numbered (id numeric DEFAULT 1.50, j json DEFAULT '{\"a\":1, \"a\":2}', v int)");
        assertThat(await(database.execute("INSERT INTO numbered (v) VALUES (1) RETURNING id"))
                        .key())
                .isEqualTo(new BigDecimal("1.50"));
    }

    @Test
    void aBatchTakesNumbersOfSeveralClassesInOneColumn() {
        execute("CREATE TABLE amounts (id serial, amount numeric)");
        BigDecimal exact = new BigDecimal("0.12345678901234567890123");
        await(database.executeMany(
                "INSERT INTO amounts (amount) VALUES (?)",
                List.of(list((Object) null), list(1), list(2.5), list(exact), list(Long.MAX_VALUE), list((short) 3))));
        assertThat(await(database.fetchAll(sql("SELECT amount FROM amounts WHERE amount IS NOT NULL ORDER BY id")
                        .value(BigDecimal.class))))
                .containsExactly(
                        BigDecimal.ONE,
                        new BigDecimal("2.5"),
                        exact,
                        BigDecimal.valueOf(Long.MAX_VALUE),
                        BigDecimal.valueOf(3));
    }

    @Test
    void aBatchLosesNoDigitOfALargeWholeNumberBesideAFraction() {
        execute("CREATE TABLE mixed (id serial, n numeric)");
        await(database.executeMany(
                "INSERT INTO mixed (n) VALUES (?)", List.of(list(Long.MAX_VALUE), list(0.5), list((Object) null))));
        assertThat(read("(SELECT max(n) FROM mixed)")).isEqualTo(BigDecimal.valueOf(Long.MAX_VALUE));
    }
}

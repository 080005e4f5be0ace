package io.databased.jdbc.driver;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Row;
import io.databased.Session;
import io.databased.SessionFailedException;
import io.databased.Sql;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where HSQLDB and Derby, or their drivers, go ways of their own. */
public class EmbeddedDatabasesTest {
    private static Database hsqldb() {
        return await(Database.of("jdbc:hsqldb:mem:" + UUID.randomUUID()).connect());
    }

    private static Database derby() {
        System.setProperty("derby.stream.error.file", "target/derby.log");
        return await(Database.of("jdbc:derby:memory:" + UUID.randomUUID() + ";create=true")
                .connect());
    }

    private static Row stored(Database database, String type, Object value, String text) {
        await(database.execute("CREATE TABLE stored (v " + type + ")"));
        await(database.execute("INSERT INTO stored VALUES (?)", Collections.singletonList(value)));
        await(database.executeMany("INSERT INTO stored VALUES (?)", List.of(Collections.singletonList(value))));
        List<Row> rows = await(database.fetchAll("SELECT v, " + text + " AS s FROM stored"));
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1).get("s")).isEqualTo(rows.get(0).get("s"));
        return rows.get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "DATE, 0001-01-01",
        "DATE, 1582-10-04",
        "DATE, 1582-10-15",
        "DATE, 2024-03-31",
        "DATE, 9999-12-31",
    })
    void datesOfHsqldbAreThoseThatWereBound(String type, LocalDate date) {
        try (Database database = hsqldb()) {
            Row row = stored(database, type, date, "CAST(v AS VARCHAR(40))");

            assertThat(row.get("v")).isEqualTo(date);
            assertThat(row.get("s")).isEqualTo(date.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T23:59:59.123456", "1582-10-04T00:00", "2024-03-31T02:30"})
    void timesOfHsqldbAreThoseThatWereBound(LocalDateTime time) {
        try (Database database = hsqldb()) {
            assertThat(stored(database, "TIMESTAMP", time, "YEAR(v)").get("v")).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1582-10-04T02:30Z, 1582-10-04 02:30:00.000000+0:00",
        "1500-01-01T00:00+01:00, 1500-01-01 00:00:00.000000+1:00",
        "0001-01-01T00:00:59.5-18:00, 0001-01-01 00:00:59.500000-18:00",
        "1582-10-15T00:00Z, 1582-10-15 00:00:00.000000+0:00",
        "2024-03-31T02:30+05:30, 2024-03-31 02:30:00.000000+5:30"
    })
    void instantsOfHsqldbAreThoseThatWereBound(OffsetDateTime time, String text) {
        for (Object bound : List.of(time, time.toInstant())) {
            try (Database database = hsqldb()) {
                Row row = stored(database, "TIMESTAMP WITH TIME ZONE", bound, "CAST(v AS VARCHAR(100))");

                assertThat(row.get("v", Instant.class)).isEqualTo(time.toInstant());
                if (bound == time) {
                    assertThat(row.get("v")).isEqualTo(time);
                    assertThat(row.getString("s")).isEqualTo(text);
                }
            }
        }
    }

    @Test
    void oldDatesInArraysOfHsqldbAreRefused() {
        try (Database database = hsqldb()) {
            await(database.execute("CREATE TABLE arrays (v DATE ARRAY)"));
            LocalDate[] late = {LocalDate.of(1582, 10, 16), LocalDate.of(2024, 2, 29)};
            LocalDate[] old = {late[0], LocalDate.of(1582, 10, 4)};
            await(database.execute("INSERT INTO arrays VALUES (?)", List.of((Object) late)));

            assertThat(await(database.fetchExactlyOne("SELECT v FROM arrays")).get("v"))
                    .isEqualTo(List.of(late));
            assertThat(failure(
                            database.execute("INSERT INTO arrays VALUES (?)", List.of((Object) old)),
                            StatementException.class))
                    .hasMessageStartingWith("HSQLDB stores a date before 1582-10-15 in an array as another one");
        }
    }

    /** For their texts the driver takes the calendar and the zone of the JVM. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-03-31T02:30:00.123456789",
                "2024-10-27T02:30",
                "1582-10-10T01:02:03",
                "1500-02-28T00:00",
                "0001-01-01T00:00",
                "9999-12-31T23:59:59.999999999",
                "1969-12-31T23:59:59.999999999"
            })
    void timesOfDerbyAreThoseThatWereBound(LocalDateTime time) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        try (Database database = derby()) {
            Row row = stored(database, "TIMESTAMP", time, "HOUR(v)");

            assertThat(row.get("v")).isEqualTo(time);
            assertThat(row.getInt("s")).isEqualTo(time.getHour());
            assertThat(await(database.fetchAll("SELECT v FROM stored WHERE v = ?", List.of(time))))
                    .hasSize(2);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void yearsThatHsqldbHasNotAreRefused() {
        try (Database database = hsqldb()) {
            await(database.execute("CREATE TABLE times (d DATE, moment TIMESTAMP, point TIMESTAMP WITH TIME ZONE)"));
            for (Object time : List.of(
                    LocalDate.of(0, 1, 1),
                    LocalDateTime.of(10_000, 1, 1, 0, 0),
                    OffsetDateTime.parse("0000-12-31T23:59:59Z"),
                    Instant.parse("+10000-01-01T00:00:00Z"))) {
                String column = time instanceof LocalDate ? "d" : time instanceof LocalDateTime ? "moment" : "point";
                assertThat(failure(
                                database.execute("INSERT INTO times (" + column + ") VALUES (?)", List.of(time)),
                                StatementException.class))
                        .hasMessageStartingWith("HSQLDB has the years 1 to 9999 only");
            }
        }
    }

    @Test
    void bitsOfHsqldbAreAllOfThem() {
        try (Database database = hsqldb()) {
            await(database.execute("CREATE TABLE bits (one BIT, four BIT(4))"));
            await(database.execute("INSERT INTO bits VALUES (B'1', B'0101')"));

            Row row = await(database.fetchExactlyOne("SELECT one, four FROM bits"));

            assertThat(row.get("four")).isEqualTo("0101");
            assertThat(row.get("one")).isEqualTo(true);
        }
    }

    @Test
    void insertsWithoutKeysAreToldEachTime() {
        for (Database database : List.of(hsqldb(), derby())) {
            await(database.execute("CREATE TABLE keyed (id INT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v INT)"));
            await(database.execute("CREATE TABLE plain (v INT)"));
            await(database.execute("INSERT INTO keyed (v) VALUES (1)"));
            for (int i = 0; i < 3; i++) {
                assertThat(await(database.execute("INSERT INTO plain VALUES (1)"))
                                .key())
                        .isNull();
            }
            assertThat(await(database.fetchAll("SELECT v FROM plain"))).hasSize(3);
            database.close();
        }
    }

    @Test
    void derbyTakesAndGivesTimesAndNulls() {
        try (Database database = derby()) {
            await(database.execute(
                    "CREATE TABLE times (d DATE, t TIME, moment TIMESTAMP, whole TIMESTAMP, u VARCHAR(36), n INT)"));
            List<Object> values = Arrays.asList(
                    LocalDate.of(2024, 2, 29),
                    LocalTime.of(23, 59, 59),
                    LocalDateTime.of(2024, 2, 29, 23, 59, 59, 123_456_789),
                    LocalDateTime.of(2024, 2, 29, 0, 0),
                    new UUID(1, 2),
                    null);
            await(database.execute("INSERT INTO times VALUES (?, ?, ?, ?, ?, ?)", values));

            Row row = await(database.fetchExactlyOne(
                    "SELECT d, t, moment, whole, u, n, CAST(moment AS CHAR(30)) AS s FROM times WHERE d = ? AND moment = ?",
                    List.of(values.get(0), values.get(2))));

            assertThat(row.get("d")).isEqualTo(values.get(0));
            assertThat(row.get("t")).isEqualTo(values.get(1));
            assertThat(row.get("moment")).isEqualTo(values.get(2));
            assertThat(row.get("whole")).isEqualTo(values.get(3));
            assertThat(row.getString("u")).isEqualTo(values.get(4).toString());
            assertThat(row.get("n")).isNull();
            assertThat(row.getString("s").strip()).isEqualTo("2024-02-29 23:59:59.123456789");
        }
    }

    /** Called by Derby. */
    public static void commit() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:default:connection")) {
            connection.commit();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CALL committing()", "SET CURRENT ISOLATION = RR"})
    @Tag("R15")
    void statementThatEndsDerbysTransactionEndsTheSession(String sql) {
        try (Database database = derby()) {
            await(database.execute("CREATE TABLE t (v INT)"));
            await(database.execute("CREATE PROCEDURE committing() LANGUAGE JAVA PARAMETER STYLE JAVA EXTERNAL NAME '"
                    + getClass().getName() + ".commit'"));
            Session session = await(database.session().open());
            await(session.execute("INSERT INTO t VALUES (1)"));

            StatementException failure = failure(session.execute(sql), StatementException.class);

            assertThat(failure.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
            failure(session.commit(), SessionFailedException.class);
            await(session.close());
            Session streaming = await(database.session().open());
            await(streaming.execute("INSERT INTO t VALUES (1)"));

            StatementException streamed = failure(streaming.forEach(Sql.sql(sql), row -> {}), StatementException.class);

            assertThat(streamed.kind()).isEqualTo(Kind.TRANSACTION_ENDED);
            failure(streaming.commit(), SessionFailedException.class);
            await(streaming.close());
            await(database.forEach(Sql.sql(sql), row -> {}));
        }
    }
}

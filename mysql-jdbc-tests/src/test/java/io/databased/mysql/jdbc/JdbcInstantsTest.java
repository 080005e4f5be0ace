package io.databased.mysql.jdbc;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Sql;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the drivers of JDBC store is the instant that was meant, wherever the JVM and the server are. */
class JdbcInstantsTest extends ServerDatabase {
    /** Before and behind the hours that summer time leaves out or has twice, and in a day that Samoa has not had. */
    private static final List<Instant> INSTANTS = List.of(
            Instant.parse("2024-02-29T23:59:59.123456Z"),
            Instant.parse("2024-03-31T01:30:00Z"),
            Instant.parse("2024-03-10T05:31:00Z"),
            Instant.parse("2024-11-03T03:31:00Z"),
            Instant.parse("2024-11-03T04:31:00Z"),
            Instant.parse("2024-10-27T00:30:00Z"),
            Instant.parse("2024-10-27T01:30:00Z"),
            Instant.parse("2011-12-30T12:00:00Z"),
            Instant.parse("1970-01-01T00:00:01Z"),
            Instant.parse("2038-01-19T03:14:07Z"));

    private final TimeZone before = TimeZone.getDefault();

    @AfterEach
    void restoreZone() {
        TimeZone.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/St_Johns", "Pacific/Apia", "Asia/Kathmandu", "UTC"})
    void areStoredAndReadAsTheyAre(String zone) {
        execute("CREATE TABLE i (way VARCHAR(10), at TIMESTAMP(6) NULL, said DATETIME(6))");
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        for (String driver : isMariaDb() ? List.of("mysql", "mariadb") : List.of("mysql")) {
            Database way = await(Database.of(jdbcUrl(driver)).connect());
            try {
                for (Instant at : INSTANTS) {
                    await(way.execute("INSERT INTO i VALUES (?, ?, ?)", List.of(driver, at, at)));
                }
                String sql = "SELECT at FROM i WHERE way = '" + driver + "' ORDER BY at";
                List<Instant> sorted = INSTANTS.stream().sorted().toList();
                for (Database reader : List.of(database(), way)) {
                    assertThat(await(reader.fetchAll(Sql.sql(sql).value(Instant.class))))
                            .isEqualTo(sorted);
                    List<Instant> streamed = new ArrayList<>();
                    await(reader.forEach(Sql.sql(sql).value(Instant.class), streamed::add));
                    assertThat(streamed).isEqualTo(sorted);
                }
                for (Instant at : INSTANTS) {
                    assertThat(await(way.fetchAll("SELECT 1 FROM i WHERE way = ? AND at = ?", List.of(driver, at))))
                            .as(driver + " finds " + at)
                            .hasSize(1);
                }
                assertThat(await(database()
                                .fetchExactlyOne(Sql.sql("SELECT count(*) FROM i WHERE at <> said")
                                        .value(long.class))))
                        .isZero();
            } finally {
                await(way.disconnect());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/St_Johns", "Pacific/Apia"})
    void areNotBentWhenTheZoneOfTheJvmChanges(String zone) {
        execute("CREATE TABLE i (at TIMESTAMP(6) NULL)");
        for (String driver : isMariaDb() ? List.of("mysql", "mariadb") : List.of("mysql")) {
            Database way = await(Database.of(jdbcUrl(driver)).connect());
            try {
                execute("DELETE FROM i");
                await(way.fetchAll("SELECT at FROM i"));
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                for (Instant at : INSTANTS) {
                    await(way.execute("INSERT INTO i VALUES (?)", List.of(at)));
                }
                for (Database reader : List.of(database(), way)) {
                    assertThat(await(reader.fetchAll(Sql.sql("SELECT at FROM i").value(Instant.class))))
                            .as(driver)
                            .containsExactlyInAnyOrderElementsOf(INSTANTS);
                }
            } finally {
                await(way.disconnect());
                restoreZone();
            }
        }
    }

    /** Who says something of zones in the URL is left to it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "connectionTimeZone=%2B02:00&forceConnectionTimeZoneToSession=true",
                "serverTimezone=%2B02:00&forceConnectionTimeZoneToSession=true&preserveInstants=true"
            })
    void theUrlDecides(String options) {
        Database way = await(Database.of(jdbcUrl("mysql") + "&" + options).connect());
        try {
            assertThat(await(way.fetchExactlyOne(
                            Sql.sql("SELECT @@session.time_zone").value(String.class))))
                    .isEqualTo("+02:00");
            Instant at = INSTANTS.get(1);
            assertThat(await(way.fetchExactlyOne(
                            Sql.sql("SELECT UNIX_TIMESTAMP(?)").values(at).value(long.class))))
                    .isEqualTo(at.getEpochSecond());
        } finally {
            await(way.disconnect());
        }
    }

    /** An option that only sounds like one of zones. */
    @Test
    void otherOptionsDecideNothing() {
        for (String driver : isMariaDb() ? List.of("mysql", "mariadb") : List.of("mysql")) {
            Database way = await(
                    Database.of(jdbcUrl(driver) + "&cacheDefaultTimeZone=false").connect());
            try {
                assertThat(await(way.fetchExactlyOne(
                                Sql.sql("SELECT @@session.time_zone").value(String.class))))
                        .isEqualTo("+00:00");
            } finally {
                await(way.disconnect());
            }
        }
    }
}

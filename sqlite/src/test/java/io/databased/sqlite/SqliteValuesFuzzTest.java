package io.databased.sqlite;

import io.databased.Database;
import io.databased.Json;
import io.databased.testkit.RandomValues;
import io.databased.testkit.ValuesFuzz;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

class SqliteValuesFuzzTest extends ValuesFuzz {
    @TempDir
    Path folder;

    Path file() {
        return folder.resolve("fuzz.sqlite");
    }

    @Override
    protected Database database() {
        return Database.of("sqlite:///" + file());
    }

    @Override
    protected Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file());
    }

    @Override
    protected String text(Type type) {
        return "CAST(v AS TEXT)";
    }

    @Override
    protected List<Type> types() {
        return List.of(
                new Type("INTEGER", Random::nextBoolean, rows -> rows.getBoolean(1), v -> v.equals(true) ? "1" : "0"),
                plain("INTEGER", Random::nextInt, rows -> rows.getInt(1)),
                plain("INTEGER", Random::nextLong, rows -> rows.getLong(1)),
                plain("", Random::nextLong, rows -> rows.getLong(1)),
                new Type("REAL", RandomValues::fraction, rows -> rows.getDouble(1), null),
                new Type("", RandomValues::fraction, rows -> rows.getDouble(1), null),
                new Type("REAL", RandomValues::smallFraction, rows -> rows.getFloat(1), null),
                new Type(
                        "TEXT",
                        r -> RandomValues.decimal(r, 60, r.nextInt(30)),
                        rows -> new BigDecimal(rows.getString(1)),
                        value -> ((BigDecimal) value).toPlainString()),
                new Type(
                        "NUMERIC",
                        r -> RandomValues.decimal(r, 15, r.nextInt(10)),
                        rows -> BigDecimal.valueOf(rows.getDouble(1)),
                        null),
                plain("TEXT", r -> new BigInteger(200, r), rows -> new BigInteger(rows.getString(1))),
                plain("TEXT", RandomValues::words, rows -> rows.getString(1)),
                plain("", RandomValues::words, rows -> rows.getString(1)),
                new Type("BLOB", RandomValues::bytes, rows -> rows.getBytes(1), null),
                new Type("DATE", RandomValues::date, rows -> LocalDate.parse(rows.getString(1)), String::valueOf),
                new Type("TIME", r -> RandomValues.time(r, 9), rows -> LocalTime.parse(rows.getString(1)), null),
                new Type(
                        "TIMESTAMP",
                        r -> RandomValues.instant(r, 9).toInstant(),
                        rows -> Instant.parse(rows.getString(1).replace(' ', 'T')),
                        null),
                plain(
                        "TEXT",
                        r -> Duration.ofSeconds(r.nextInt(), r.nextInt(1_000_000_000)),
                        rows -> Duration.parse(rows.getString(1))),
                plain("TEXT", r -> new UUID(r.nextLong(), r.nextLong()), rows -> UUID.fromString(rows.getString(1))),
                new Type("TEXT", RandomValues::json, rows -> new Json(rows.getString(1)), v -> ((Json) v).text()));
    }
}

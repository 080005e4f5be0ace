package io.databased.jdbc.driver;

import io.databased.Database;
import io.databased.testkit.RandomValues;
import io.databased.testkit.ValuesFuzz;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

final class DuckDbValuesFuzzTest extends ValuesFuzz {
    @TempDir
    Path folder;

    private String url() {
        return "jdbc:duckdb:" + folder.resolve("fuzz.duckdb");
    }

    @Override
    protected Database database() {
        return Database.of(url());
    }

    @Override
    protected Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    @Override
    protected List<Type> types() {
        return List.of(
                plain("BOOLEAN", Random::nextBoolean, rows -> rows.getBoolean(1)),
                plain("TINYINT", r -> (byte) r.nextInt(), rows -> rows.getByte(1)),
                plain("INTEGER", Random::nextInt, rows -> rows.getInt(1)),
                plain("BIGINT", Random::nextLong, rows -> rows.getLong(1)),
                new Type("FLOAT", RandomValues::smallFraction, rows -> rows.getFloat(1), null),
                new Type("DOUBLE", RandomValues::fraction, rows -> rows.getDouble(1), null),
                new Type(
                        "DECIMAL(38, 10)",
                        r -> RandomValues.decimal(r, 38, 10),
                        rows -> rows.getBigDecimal(1),
                        value -> ((BigDecimal) value).toPlainString()),
                plain("VARCHAR", RandomValues::words, rows -> rows.getString(1)),
                new Type("BLOB", RandomValues::bytes, rows -> rows.getBytes(1), null),
                plain("UUID", r -> new UUID(r.nextLong(), r.nextLong()), rows -> (UUID) rows.getObject(1)),
                plain("DATE", RandomValues::date, rows -> rows.getObject(1)),
                new Type("TIME", r -> RandomValues.time(r, 6), rows -> rows.getObject(1, LocalTime.class), null),
                new Type(
                        "TIMESTAMP",
                        r -> RandomValues.moment(r, 6),
                        rows -> rows.getObject(1, LocalDateTime.class),
                        null),
                new Type(
                        "TIMESTAMPTZ",
                        r -> RandomValues.instant(r, 6),
                        rows -> rows.getObject(1, OffsetDateTime.class),
                        null));
    }
}

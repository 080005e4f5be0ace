package io.databased.jdbc.driver;

import io.databased.Database;
import io.databased.Json;
import io.databased.testkit.RandomValues;
import io.databased.testkit.ValuesFuzz;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import java.util.UUID;

final class H2ValuesFuzzTest extends ValuesFuzz {
    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

    @Override
    protected Database database() {
        return Database.of(url);
    }

    @Override
    protected Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    @Override
    protected List<Type> types() {
        return List.of(
                new Type(
                        "BOOLEAN",
                        Random::nextBoolean,
                        rows -> rows.getBoolean(1),
                        v -> v.equals(true) ? "TRUE" : "FALSE"),
                plain("TINYINT", r -> (byte) r.nextInt(), rows -> rows.getByte(1)),
                plain("SMALLINT", r -> (short) r.nextInt(), rows -> rows.getShort(1)),
                plain("INTEGER", Random::nextInt, rows -> rows.getInt(1)),
                plain("BIGINT", Random::nextLong, rows -> rows.getLong(1)),
                plain("REAL", RandomValues::smallFraction, rows -> rows.getFloat(1)),
                plain("DOUBLE PRECISION", RandomValues::fraction, rows -> rows.getDouble(1)),
                new Type(
                        "NUMERIC(60, 20)",
                        r -> RandomValues.decimal(r, 60, 20),
                        rows -> rows.getBigDecimal(1),
                        value -> ((BigDecimal) value).toPlainString()),
                plain("VARCHAR(60)", RandomValues::words, rows -> rows.getString(1)),
                plain("CLOB", RandomValues::words, rows -> rows.getString(1)),
                new Type("VARBINARY(60)", RandomValues::bytes, rows -> rows.getBytes(1), null),
                new Type("BLOB", RandomValues::bytes, rows -> rows.getBytes(1), null),
                plain("UUID", r -> new UUID(r.nextLong(), r.nextLong()), rows -> rows.getObject(1, UUID.class)),
                plain("DATE", RandomValues::date, rows -> rows.getObject(1, LocalDate.class)),
                new Type("TIME(9)", r -> RandomValues.time(r, 9), rows -> rows.getObject(1, LocalTime.class), null),
                new Type(
                        "TIMESTAMP(9)",
                        r -> RandomValues.moment(r, 9),
                        rows -> rows.getObject(1, LocalDateTime.class),
                        null),
                new Type(
                        "TIMESTAMP(9) WITH TIME ZONE",
                        r -> RandomValues.instant(r, 9),
                        rows -> rows.getObject(1, OffsetDateTime.class),
                        null),
                new Type(
                        "JSON",
                        RandomValues::json,
                        rows -> new Json(new String(rows.getBytes(1), StandardCharsets.UTF_8)),
                        value -> ((Json) value).text()));
    }
}

package io.databased.jdbc.driver;

import io.databased.Database;
import io.databased.DatabaseUrl;
import io.databased.Json;
import io.databased.servers.PostgresServer;
import io.databased.testkit.RandomValues;
import io.databased.testkit.ValuesFuzz;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;

final class PgjdbcValuesFuzzTest extends ValuesFuzz {
    private final DatabaseUrl url = DatabaseUrl.parse(PostgresServer.shared().createDatabase());

    @Override
    protected Database database() {
        return Database.of(PgjdbcDatabase.jdbcUrl(url));
    }

    @Override
    protected Connection connect() throws SQLException {
        return PostgresServer.shared().connect(url.database().orElseThrow());
    }

    @Override
    protected List<Type> types() {
        return List.of(
                plain("boolean", Random::nextBoolean, rows -> rows.getBoolean(1)),
                plain("smallint", r -> (short) r.nextInt(), rows -> rows.getShort(1)),
                plain("integer", Random::nextInt, rows -> rows.getInt(1)),
                plain("bigint", Random::nextLong, rows -> rows.getLong(1)),
                new Type("real", RandomValues::smallFraction, rows -> rows.getFloat(1), null),
                new Type("double precision", RandomValues::fraction, rows -> rows.getDouble(1), null),
                new Type(
                        "numeric",
                        r -> RandomValues.decimal(r, 60, r.nextInt(30)),
                        rows -> rows.getBigDecimal(1),
                        value -> ((BigDecimal) value).toPlainString()),
                plain("text", RandomValues::words, rows -> rows.getString(1)),
                plain("varchar(50)", RandomValues::words, rows -> rows.getString(1)),
                new Type(
                        "bytea",
                        RandomValues::bytes,
                        rows -> rows.getBytes(1),
                        value -> "\\x" + HexFormat.of().formatHex((byte[]) value)),
                plain("uuid", r -> new UUID(r.nextLong(), r.nextLong()), rows -> rows.getObject(1, UUID.class)),
                plain("date", RandomValues::date, rows -> rows.getObject(1, LocalDate.class)),
                new Type("time", r -> RandomValues.time(r, 6), rows -> rows.getObject(1, LocalTime.class), null),
                new Type(
                        "timestamp",
                        r -> RandomValues.moment(r, 6),
                        rows -> rows.getObject(1, LocalDateTime.class),
                        null),
                new Type(
                        "timestamptz",
                        r -> RandomValues.instant(r, 6),
                        rows -> rows.getObject(1, OffsetDateTime.class),
                        null),
                new Type("json", RandomValues::json, rows -> new Json(rows.getString(1)), v -> ((Json) v).text()));
    }
}

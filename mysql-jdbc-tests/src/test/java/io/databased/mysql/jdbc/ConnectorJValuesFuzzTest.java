package io.databased.mysql.jdbc;

import io.databased.Database;
import io.databased.testkit.RandomValues;
import io.databased.testkit.ValuesFuzz;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** By Connector/J, on the server that this run of the tests is about. */
final class ConnectorJValuesFuzzTest extends ValuesFuzz {
    private static final Pattern LENGTH = Pattern.compile("(-?)(\\d+):(\\d+):(\\d+)\\.(\\d{6})");

    private final String url = ServerDatabase.jdbcUrl(ServerDatabase.server().createDatabase(), "mysql");

    @Override
    protected Database database() {
        return Database.of(url);
    }

    @Override
    protected Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    @Override
    protected String text(Type type) {
        return "CAST(v AS CHAR)";
    }

    /** Of a FLOAT the server compares other digits than it keeps. */
    @Override
    protected boolean isComparable(Type type) {
        return super.isComparable(type) && !type.sql().equals("FLOAT");
    }

    @Override
    protected List<Type> types() {
        return List.of(
                plain("TINYINT", r -> (byte) r.nextInt(), rows -> rows.getByte(1)),
                plain("TINYINT UNSIGNED", r -> (short) r.nextInt(256), rows -> rows.getShort(1)),
                plain("SMALLINT", r -> (short) r.nextInt(), rows -> rows.getShort(1)),
                plain("MEDIUMINT", r -> r.nextInt(1 << 24) - (1 << 23), rows -> rows.getInt(1)),
                plain("INT", Random::nextInt, rows -> rows.getInt(1)),
                plain("INT UNSIGNED", r -> r.nextInt() & 0xFFFFFFFFL, rows -> rows.getLong(1)),
                plain("BIGINT", Random::nextLong, rows -> rows.getLong(1)),
                plain(
                        "BIGINT UNSIGNED",
                        r -> new BigInteger(64, r),
                        rows -> rows.getBigDecimal(1).toBigIntegerExact()),
                new Type("FLOAT", r -> (float) r.nextInt(1_000_000), rows -> rows.getFloat(1), null),
                new Type("DOUBLE", RandomValues::fraction, rows -> rows.getDouble(1), null),
                new Type(
                        "DECIMAL(65, 30)",
                        r -> RandomValues.decimal(r, 65, 30),
                        rows -> rows.getBigDecimal(1),
                        value -> ((BigDecimal) value).toPlainString()),
                plain(
                        "VARCHAR(60) COLLATE "
                                + (ServerDatabase.isMariaDb() ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin"),
                        RandomValues::words,
                        rows -> rows.getString(1)),
                new Type("VARBINARY(60)", RandomValues::bytes, rows -> rows.getBytes(1), null),
                plain("DATE", RandomValues::date, rows -> rows.getObject(1, LocalDate.class)),
                new Type("TIME(6)", ConnectorJValuesFuzzTest::length, rows -> read(rows.getString(1)), null),
                new Type(
                        "DATETIME(6)",
                        r -> RandomValues.moment(r, 6),
                        rows -> rows.getObject(1, LocalDateTime.class),
                        null),
                plain(
                        "YEAR",
                        r -> 1901 + r.nextInt(255),
                        rows -> Integer.valueOf(rows.getString(1).substring(0, 4))));
    }

    private static Duration length(Random random) {
        Duration length = Duration.ofSeconds(random.nextInt(838 * 3_600)).plusNanos(random.nextInt(1_000_000) * 1_000L);
        return random.nextBoolean() ? length : length.negated();
    }

    private static Duration read(String text) {
        Matcher parts = LENGTH.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no length of time");
        }
        Duration length = Duration.ofHours(Long.parseLong(parts.group(2)))
                .plusMinutes(Long.parseLong(parts.group(3)))
                .plusSeconds(Long.parseLong(parts.group(4)))
                .plusNanos(Long.parseLong(parts.group(5)) * 1_000L);
        return parts.group(1).isEmpty() ? length : length.negated();
    }
}

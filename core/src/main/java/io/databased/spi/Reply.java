package io.databased.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the database answered. Values are plain Java: {@link Long} (and {@link Integer} where the column's type says so),
 * {@link Double}, {@link Float}, {@link java.math.BigDecimal}, {@link Boolean}, {@link String}, {@code byte[]}, {@code
 * java.time} types, {@link java.util.UUID}, {@link io.databased.Json}, {@link List} for arrays, or null.
 *
 * @param columns the names of the result's columns, the same list instance for the same prepared statement where
 *     possible; empty when there is no result
 * @param rows the rows, each with a value for each column; owned by the receiver
 * @param affectedRows rows inserted, updated or deleted
 * @param key the generated key of the last inserted row, or null
 */
public record Reply(
        List<String> columns,
        List<@Nullable Object[]> rows,
        long affectedRows,
        @Nullable Object key) {
    /** The answer to transaction control. */
    public static final Reply NONE = new Reply(List.of(), List.of(), 0, null);
}

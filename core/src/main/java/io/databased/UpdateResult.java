package io.databased;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code execute} answers.
 *
 * @param affectedRows rows inserted, updated or deleted; 0 for a statement that counts none
 * @param key the key that the database generated for the last inserted row, or null. On MySQL and MariaDB, of several
 *     rows the first, and a negative key that the statement does not write as such ({@code -5}) as the large number without a sign
 *     that the server sends; on SQLite the rowid of a single-row INSERT. On PostgreSQL and MariaDB, of an INSERT with {@code
 *     RETURNING}, the first column of the last row; on PostgreSQL an INSERT without one tells nothing
 */
public record UpdateResult(long affectedRows, @Nullable Object key) {
    /** The generated key. */
    public Optional<Object> generatedKey() {
        return Optional.ofNullable(key);
    }

    /**
     * The generated key as a number.
     *
     * @throws MappingException if there is none, it is not a whole number, or no {@code long} holds it
     */
    public long generatedId() {
        if (key == null) {
            throw new MappingException(
                    "no key was generated; only an INSERT into a table with a generated key gives one, and on"
                            + " PostgreSQL only with RETURNING");
        }
        try {
            if (key instanceof BigDecimal decimal) {
                return decimal.longValueExact();
            }
            if (key instanceof BigInteger whole) {
                return whole.longValueExact();
            }
        } catch (ArithmeticException e) {
            throw new MappingException("the generated key is a "
                    + key.getClass().getName() + " that no long holds; read it by generatedKey()");
        }
        if (key instanceof Number number && !(number instanceof Double) && !(number instanceof Float)) {
            return number.longValue();
        }
        String kind = key instanceof List ? "list" : key.getClass().getName();
        throw new MappingException("the generated key is a " + kind + ", not a whole number");
    }
}

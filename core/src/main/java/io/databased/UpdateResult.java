package io.databased;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code execute} answers.
 *
 * @param affectedRows rows inserted, updated or deleted; 0 for a statement that counts none
 * @param key the key that the database generated for the last inserted row, or null. On MySQL and MariaDB, of several
 *     rows the first; on SQLite the rowid of a single-row INSERT. On PostgreSQL and MariaDB, of an INSERT with {@code
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
     * @throws MappingException if there is none, or it is not a whole number
     */
    public long generatedId() {
        if (key instanceof Number number && !(number instanceof Double) && !(number instanceof Float)) {
            return number.longValue();
        }
        throw new MappingException(
                key == null
                        ? "no key was generated; only an INSERT into a table with a generated key gives one, and on PostgreSQL only"
                                + " with RETURNING"
                        : "the generated key is a " + key.getClass().getName() + ", not a whole number");
    }
}

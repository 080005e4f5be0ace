package io.databased;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of a result: values in the order of their columns. Immutable and independent of its connection.
 *
 * <p>Column names match without regard to case. Two columns of one name are kept: ask for them by index, asking by name
 * is a {@link MappingException}. Indexes start at 0.
 *
 * <p>{@code get} with a class converts where nothing is lost: among whole numbers that fit, to {@link
 * java.math.BigDecimal} exactly, texts to numbers, {@code java.time} types, {@link java.util.UUID}, enums (by name),
 * {@code byte[]}, {@link Json}, {@code boolean} from 0 and 1, and to every type with a {@link Converter}. Not
 * implemented by users.
 */
public interface Row {
    /** The column names as the database gave them. */
    List<String> columns();

    /** The value as the database gave it. */
    @Nullable
    Object get(String column);

    /** The value as the database gave it. */
    @Nullable
    Object get(int index);

    /**
     * The value as a {@code T}; null for NULL.
     *
     * @throws MappingException if there is no such column, several, or the value does not convert
     */
    <T> @Nullable T get(String column, Class<T> type);

    /** The value as a {@code T}; null for NULL. */
    <T> @Nullable T get(int index, Class<T> type);

    /** @throws MappingException also for NULL */
    String getString(String column);

    /** @throws MappingException also for NULL, or a number with a fraction or out of range */
    int getInt(String column);

    /** @throws MappingException also for NULL, or a number with a fraction or out of range */
    long getLong(String column);

    /** @throws MappingException also for NULL */
    double getDouble(String column);

    /** @throws MappingException also for NULL */
    boolean getBoolean(String column);

    /**
     * The row as a record or a bean. Each component of the record, or each property of the bean that has a setter, takes the
     * column of its name, with {@code camelCase} matching {@code snake_case}. One without a column is an error; further columns
     * are ignored. NULL is an error for a primitive type, empty for {@link java.util.Optional}, and otherwise null. Elements of an
     * array are read as the class that is declared, as in {@code List<Long>} and {@code Optional<List<Mood>>}. A bean has a
     * constructor without parameters, which need not be public, and public setters, inherited ones too.
     *
     * @throws MappingException if the class is neither, a component or property has no column or several, a value does not
     *     convert, or the constructor or a setter throws
     */
    <T> T mapTo(Class<T> type);

    /** Names and values, long ones shortened: for looking at, not for a log that must not hold values. */
    @Override
    String toString();

    /** Names and values in column order, unmodifiable. @throws MappingException if two columns share a name */
    Map<String, @Nullable Object> toMap();
}

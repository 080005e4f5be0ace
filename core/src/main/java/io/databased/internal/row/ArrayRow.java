package io.databased.internal.row;

import io.databased.MappingException;
import io.databased.Row;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** A row over the array that the backend made. Bytes are handed out as they are, not copied. */
final class ArrayRow implements Row {
    private static final int LONGEST_SHOWN = 100;

    private final RowShape shape;
    private final @Nullable Object[] values;

    ArrayRow(RowShape shape, @Nullable Object[] values) {
        this.shape = shape;
        this.values = values;
    }

    @Override
    public List<String> columns() {
        return shape.columns();
    }

    @Override
    public @Nullable Object get(String column) {
        return values[shape.indexOf(column)];
    }

    @Override
    public @Nullable Object get(int index) {
        shape.nameOf(index);
        return values[index];
    }

    @Override
    public <T> @Nullable T get(String column, Class<T> type) {
        return shape.conversions().fromDatabase(values[shape.indexOf(column)], type, column);
    }

    @Override
    public <T> @Nullable T get(int index, Class<T> type) {
        String column = shape.nameOf(index);
        return shape.conversions().fromDatabase(values[index], type, column);
    }

    @Override
    public String getString(String column) {
        return required(column, String.class);
    }

    @Override
    public int getInt(String column) {
        return required(column, Integer.class);
    }

    @Override
    public long getLong(String column) {
        return required(column, Long.class);
    }

    @Override
    public double getDouble(String column) {
        return required(column, Double.class);
    }

    @Override
    public boolean getBoolean(String column) {
        return required(column, Boolean.class);
    }

    @Override
    public <T> T mapTo(Class<T> type) {
        return shape.mapping(type).map(values);
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        shape.requireDistinctNames();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            map.put(shape.columns().get(i), values[i]);
        }
        return Collections.unmodifiableMap(map);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ArrayRow row
                && columns().equals(row.columns())
                && Arrays.deepEquals(values, row.values);
    }

    @Override
    public int hashCode() {
        return 31 * columns().hashCode() + Arrays.deepHashCode(values);
    }

    /** With its values, shortened: who fetched the row may see it. No message of this library has it. */
    @Override
    public String toString() {
        StringJoiner columns = new StringJoiner(", ", "Row[", "]");
        for (int i = 0; i < values.length; i++) {
            columns.add(shape.nameOf(i) + "=" + shown(values[i]));
        }
        return columns.toString();
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes";
        }
        String text = value instanceof Object[] elements ? Arrays.deepToString(elements) : String.valueOf(value);
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }

    private <T> T required(String column, Class<T> type) {
        T value = get(column, type);
        if (value == null) {
            throw new MappingException("column \"" + column + "\" is NULL; read it with get(\"" + column + "\", "
                    + type.getSimpleName() + ".class), which gives null");
        }
        return value;
    }
}

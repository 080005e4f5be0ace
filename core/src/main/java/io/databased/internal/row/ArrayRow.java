package io.databased.internal.row;

import io.databased.MappingException;
import io.databased.Row;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row: its shape, and its values in the order of the columns. */
public final class ArrayRow implements Row {
    private final RowShape shape;
    private final @Nullable Object[] values;

    /** Takes the array over. */
    public ArrayRow(RowShape shape, @Nullable Object[] values) {
        this.shape = shape;
        this.values = values;
    }

    @Override
    public List<String> columns() {
        return shape.columns();
    }

    @Override
    public @Nullable Object get(String column) {
        return values[shape.index(column)];
    }

    @Override
    public @Nullable Object get(int index) {
        return values[checked(index)];
    }

    @Override
    public <T> @Nullable T get(String column, Class<T> type) {
        return convert(shape.index(column), type);
    }

    @Override
    public <T> @Nullable T get(int index, Class<T> type) {
        return convert(checked(index), type);
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
    public <R extends Record> R as(Class<R> type) {
        return shape.plan(type).map(values);
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        shape.requireDistinctNames();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            map.put(columns().get(i), values[i]);
        }
        return Collections.unmodifiableMap(map);
    }

    private <T> @Nullable T convert(int index, Class<T> type) {
        return shape.conversions().fromDatabase(values[index], type, columns().get(index));
    }

    private <T> T required(String column, Class<T> type) {
        T value = get(column, type);
        if (value == null) {
            throw new MappingException("column \"" + column + "\" is NULL; read it with get(\"" + column + "\", "
                    + type.getSimpleName() + ".class), which gives null");
        }
        return value;
    }

    private int checked(int index) {
        if (index < 0 || index >= values.length) {
            throw new MappingException("column index " + index + " is out of range; the row has " + values.length
                    + " columns, counted from 0");
        }
        return index;
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

    /** The columns alone: values stay out of logs. */
    @Override
    public String toString() {
        return "Row" + columns();
    }
}

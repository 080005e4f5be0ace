package io.databased.jooq;

import io.databased.Row;
import java.util.List;
import java.util.Map;

/** A row of values as a backend gives them; only what jOOQ's side uses. */
record PlainRow(List<String> columns, Object... values) implements Row {
    @Override
    public Object get(int index) {
        return values[index];
    }

    @Override
    public Object get(String column) {
        return values[columns.indexOf(column)];
    }

    @Override
    public <T> T get(String column, Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T get(int index, Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getString(String column) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getInt(String column) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long getLong(String column) {
        throw new UnsupportedOperationException();
    }

    @Override
    public double getDouble(String column) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean getBoolean(String column) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T mapTo(Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Object> toMap() {
        throw new UnsupportedOperationException();
    }
}

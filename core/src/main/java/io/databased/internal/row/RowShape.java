package io.databased.internal.row;

import io.databased.MappingException;
import io.databased.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the rows of a result have in common: their columns, and what they are mapped to. Thread-safe. */
public final class RowShape {
    private static final int SEVERAL = -1;

    private final List<String> columns;
    private final Conversions conversions;
    private final Map<String, Integer> indexes = new HashMap<>();
    private final Map<Class<?>, RowMapping<?>> mappings = new ConcurrentHashMap<>();
    private volatile @Nullable RowMapping<?> last; // the rows of one result are mapped alike

    RowShape(List<String> columns, Conversions conversions) {
        this.columns = List.copyOf(columns);
        this.conversions = conversions;
        for (int i = 0; i < columns.size(); i++) {
            if (indexes.put(folded(columns.get(i)), i) != null) {
                indexes.put(folded(columns.get(i)), SEVERAL);
            }
        }
        // Names as they are come along, for a lookup that does not fold.
        for (String column : columns) {
            indexes.put(column, indexes.get(folded(column)));
        }
    }

    /** The row with these values, which it owns from now on. */
    public Row row(@Nullable Object[] values) {
        return new ArrayRow(this, values);
    }

    List<String> columns() {
        return columns;
    }

    Conversions conversions() {
        return conversions;
    }

    int indexOf(String column) {
        Integer index = indexes.get(column);
        if (index == null) {
            index = indexes.get(folded(column));
        }
        if (index == null) {
            throw new MappingException(
                    "no column \"" + column + "\" among " + columns + "; check the name, or select it");
        }
        if (index == SEVERAL) {
            throw several(column);
        }
        return index;
    }

    String nameOf(int index) {
        if (index < 0 || index >= columns.size()) {
            throw new MappingException(
                    "no column " + index + " among the " + columns.size() + " of " + columns + "; the first one is 0");
        }
        return columns.get(index);
    }

    void requireDistinctNames() {
        columns.forEach(this::indexOf);
    }

    @SuppressWarnings("unchecked") // each class has a mapping to itself
    <T> RowMapping<T> mapping(Class<T> type) {
        RowMapping<?> mapping = last;
        if (mapping == null || mapping.type() != type) {
            mapping = mappings.get(type);
            if (mapping == null) {
                mapping = RowMapping.of(type, this);
                mappings.put(type, mapping);
            }
            last = mapping;
        }
        return (RowMapping<T>) mapping;
    }

    MappingException several(String name) {
        return new MappingException("several columns are named \"" + name + "\" among " + columns
                + "; ask by index, or rename them with AS");
    }

    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

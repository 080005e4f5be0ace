package io.databased.internal.row;

import io.databased.MappingException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What all rows of the same columns share: where a name is, and how the row becomes a record. Any thread may ask. */
public final class RowShape {
    private static final int SHARED = -1;

    private final List<String> columns;
    private final Conversions conversions;

    /** Each name as it is and in lower case. */
    private final Map<String, Integer> indexes = new HashMap<>();

    private final ConcurrentHashMap<Class<?>, RecordPlan<?>> plans = new ConcurrentHashMap<>();

    /** A race loses a shortcut, nothing else: a plan's fields are final. */
    private @Nullable RecordPlan<?> lastPlan;

    RowShape(List<String> columns, Conversions conversions) {
        this.columns = List.copyOf(columns);
        this.conversions = conversions;
        for (int i = 0; i < columns.size(); i++) {
            indexes.merge(fold(columns.get(i)), i, (first, second) -> SHARED);
        }
        for (String column : columns) {
            indexes.put(column, indexes.getOrDefault(fold(column), SHARED));
        }
    }

    List<String> columns() {
        return columns;
    }

    Conversions conversions() {
        return conversions;
    }

    /** @throws MappingException if no column has the name, or several do */
    int index(String column) {
        Integer index = indexes.get(column);
        if (index == null) {
            index = indexes.get(fold(column));
        }
        if (index == null) {
            throw new MappingException("no column \"" + column + "\"; the row has " + columns);
        }
        if (index == SHARED) {
            throw new MappingException("several columns are named \"" + column + "\" in " + columns
                    + "; ask by index, or give them aliases with AS");
        }
        return index;
    }

    /** @throws MappingException if two columns share a name */
    void requireDistinctNames() {
        Set<String> names = new HashSet<>();
        for (String column : columns) {
            if (!names.add(fold(column))) {
                index(column);
            }
        }
    }

    @SuppressWarnings("unchecked") // a plan is kept under its record
    <R extends Record> RecordPlan<R> plan(Class<R> type) {
        RecordPlan<?> recent = lastPlan;
        if (recent != null && recent.type() == type) {
            return (RecordPlan<R>) recent;
        }
        RecordPlan<?> plan = plans.get(type);
        if (plan == null) {
            plan = plans.computeIfAbsent(type, absent -> RecordPlan.of(type, this));
        }
        lastPlan = plan;
        return (RecordPlan<R>) plan;
    }

    static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}

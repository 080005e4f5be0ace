package io.databased.internal.row;

import io.databased.MappingException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the column of each component of a record: the one of its name without regard to case, else without regard to
 * underscores either, so that {@code releaseYear} takes {@code release_year}.
 */
final class RecordColumns {
    private final RowShape shape;
    private final List<String> folded = new ArrayList<>();
    private final List<String> plain = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private RecordColumns(RowShape shape) {
        this.shape = shape;
        for (String column : shape.columns()) {
            folded.add(RowShape.folded(column));
            plain.add(plain(column));
        }
    }

    static int[] of(Class<?> type, RecordComponent[] components, RowShape shape) {
        RecordColumns columns = new RecordColumns(shape);
        int[] indexes = new int[components.length];
        for (int i = 0; i < components.length; i++) {
            indexes[i] = columns.find(components[i].getName());
        }
        if (!columns.missing.isEmpty()) {
            throw new MappingException("components " + columns.missing + " of " + type.getTypeName()
                    + " have no column among " + shape.columns() + "; select them, or rename columns with AS");
        }
        return indexes;
    }

    private int find(String component) {
        String name = RowShape.folded(component);
        int index = only(name, folded);
        if (index < 0) {
            index = only(plain(name), plain);
        }
        if (index < 0) {
            missing.add(component);
        }
        return index;
    }

    private int only(String name, List<String> names) {
        int index = names.indexOf(name);
        if (index != names.lastIndexOf(name)) {
            throw shape.several(name);
        }
        return index;
    }

    static String plain(String name) {
        return RowShape.folded(name).replace("_", "");
    }
}

package io.databased.internal.row;

import io.databased.MappingException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the column of each component of a record, or property of a bean: the one of its name without regard to case, else
 * without regard to underscores either, so that {@code releaseYear} takes {@code release_year}.
 */
final class NamedColumns {
    private final RowShape shape;
    private final List<String> folded = new ArrayList<>();
    private final List<String> plain = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private NamedColumns(RowShape shape) {
        this.shape = shape;
        for (String column : shape.columns()) {
            folded.add(RowShape.folded(column));
            plain.add(plain(column));
        }
    }

    static int[] of(Class<?> type, List<Slot> slots, RowShape shape) {
        NamedColumns columns = new NamedColumns(shape);
        int[] indexes = new int[slots.size()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = columns.find(slots.get(i));
        }
        if (!columns.missing.isEmpty()) {
            throw new MappingException(slots.get(0).kind().plural + " " + columns.missing + " of " + type.getTypeName()
                    + " have no column among " + shape.columns() + "; select them, or rename columns with AS");
        }
        return indexes;
    }

    private int find(Slot slot) {
        String alias = slot.alias();
        int index = find(slot.name());
        if (index < 0 && alias != null) {
            index = find(alias);
        }
        if (index < 0) {
            missing.add(slot.name());
        }
        return index;
    }

    private int find(String name) {
        int index = only(RowShape.folded(name), folded);
        return index < 0 ? only(plain(name), plain) : index;
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

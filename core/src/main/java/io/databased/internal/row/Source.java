package io.databased.internal.row;

import io.databased.MappingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the value of a slot comes from, and how. */
record Source(Slot slot, int index, String column, Reading reading, Presence presence) {
    /** @throws MappingException if a slot has no column, or several */
    static List<Source> of(Class<?> type, List<Slot> slots, RowShape shape) {
        int[] indexes = NamedColumns.of(type, slots, shape);
        List<Source> sources = new ArrayList<>(slots.size());
        for (int i = 0; i < indexes.length; i++) {
            Presence presence = Presence.of(slots.get(i), shape.conversions());
            Reading reading = shape.conversions().reading(presence.type());
            sources.add(new Source(slots.get(i), indexes[i], shape.nameOf(indexes[i]), reading, presence));
        }
        return sources;
    }

    /** Whether the value may be taken as it is. */
    boolean isPlain(@Nullable Object value) {
        return value != null && reading.isPlain(value);
    }

    @Nullable
    Object of(@Nullable Object[] row) {
        Object value = row[index];
        return value == null ? absent() : presence.held(reading.read(value, column));
    }

    private @Nullable Object absent() {
        if (slot.type().isPrimitive()) {
            throw new MappingException("column \"" + column + "\" is NULL, and " + slot + " is of type " + slot.type()
                    + "; declare it with a class that takes null, or as an Optional");
        }
        return presence.absent();
    }
}

package io.databased.internal.row;

import io.databased.MappingException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How rows of one shape become one record: which column each component takes, and as what. */
final class RecordPlan<R extends Record> {
    private final Class<R> type;
    private final MethodHandle constructor;
    private final List<String> columns;
    private final Slot[] slots;

    /** One component: its column, and how that is read. */
    private record Slot(String name, Class<?> type, int index, Decoder decoder) {}

    private RecordPlan(Class<R> type, List<String> columns, Slot[] slots) {
        this.type = type;
        this.constructor = RecordConstructors.of(type);
        this.columns = columns;
        this.slots = slots;
    }

    /** @throws MappingException if a component has no column, or the record cannot be constructed from here */
    static <R extends Record> RecordPlan<R> of(Class<R> type, RowShape shape) {
        RecordComponent[] components = type.getRecordComponents();
        if (components == null) {
            throw new MappingException(type.getTypeName() + " is not a record; name the record itself");
        }
        List<Slot> slots = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (RecordComponent component : components) {
            String column = column(component.getName(), shape);
            if (column == null) {
                missing.add(component.getName());
            } else {
                slots.add(new Slot(
                        component.getName(),
                        component.getType(),
                        shape.index(column),
                        shape.conversions().decoder(component.getType())));
            }
        }
        if (!missing.isEmpty()) {
            throw new MappingException("no columns for the components " + missing + " of " + type.getTypeName()
                    + "; the row has " + shape.columns() + ", name them alike with AS");
        }
        return new RecordPlan<>(type, shape.columns(), slots.toArray(Slot[]::new));
    }

    /** The column of the component's name but for case, else but for case and underscores. */
    private static @Nullable String column(String component, RowShape shape) {
        String plain = plain(component);
        String similar = null;
        for (String column : shape.columns()) {
            if (column.equalsIgnoreCase(component)) {
                return column;
            }
            if (plain(column).equals(plain)) {
                if (similar != null && !similar.equalsIgnoreCase(column)) {
                    throw new MappingException("the component \"" + component + "\" could take any of several columns"
                            + " of " + shape.columns() + "; name one of them alike with AS");
                }
                similar = column;
            }
        }
        return similar;
    }

    private static String plain(String name) {
        return RowShape.fold(name).replace("_", "");
    }

    Class<R> type() {
        return type;
    }

    R map(@Nullable Object[] values) {
        @Nullable Object[] arguments = new @Nullable Object[slots.length];
        for (int i = 0; i < slots.length; i++) {
            arguments[i] = argument(slots[i], values);
        }
        return construct(arguments);
    }

    private @Nullable Object argument(Slot slot, @Nullable Object[] values) {
        Object value = values[slot.index];
        if (value != null) {
            return Conversions.decode(value, slot.decoder, slot.type, columns.get(slot.index));
        }
        if (slot.type.isPrimitive()) {
            throw new MappingException("column \"" + columns.get(slot.index) + "\" is NULL, and the component \""
                    + slot.name + "\" of " + type.getTypeName() + " is of type " + slot.type
                    + "; declare it with the wrapper class");
        }
        return null;
    }

    @SuppressWarnings("unchecked") // the constructor is that of R
    private R construct(@Nullable Object[] arguments) {
        try {
            return (R) (Record) constructor.invokeExact(arguments);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new MappingException(
                    "the constructor of " + type.getTypeName() + " refused a row of " + columns + "; see the cause", e);
        }
    }
}

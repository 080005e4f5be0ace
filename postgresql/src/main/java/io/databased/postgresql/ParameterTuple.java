package io.databased.postgresql;

import io.vertx.core.VertxException;
import io.vertx.sqlclient.data.Numeric;
import io.vertx.sqlclient.internal.ArrayTuple;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values as the driver asks for them once the server has said the types of its parameters. For each parameter it calls the
 * getter of the type, and {@link #setValue} with what it will write. A text that the server takes for another type is
 * refused: the driver would make a JSON string of it, or lose the connection over a type that it cannot write.
 *
 * <p>Of values that the driver would write in another form than it gets it makes a copy, whose setter is not ours. So those
 * are written in that form here, and the getter gives null: the driver then copies nothing.
 */
final class ParameterTuple extends ArrayTuple {
    private static final int UUID_LENGTH = 36;

    private final Map<Integer, @Nullable String[]> arrays = new HashMap<>(2);
    private boolean mayBeCopied;
    private int asked = -1;
    private @Nullable String written;

    /** A text: no {@link String}, so that only those who ask for a text get it. */
    private record BoundText(String text) {
        /** Shown in messages of the driver. */
        @Override
        public String toString() {
            return "a text";
        }
    }

    ParameterTuple(int size) {
        super(size);
    }

    void add(@Nullable Object value) {
        if (value instanceof String text) {
            addValue(new BoundText(text));
        } else if (value instanceof @Nullable String[] texts) {
            arrays.put(size(), texts);
            addValue(new BoundText(literal(texts)));
        } else {
            mayBeCopied |= value != null && value.getClass() == Object[].class;
            addValue(value);
        }
    }

    @Override
    public @Nullable Object getValue(int index) {
        asked = index;
        return super.getValue(index);
    }

    /** For a type that it does not know, the driver has asked for the value before. */
    @Override
    public @Nullable String getString(int index) {
        boolean unknownType = asked == index && !mayBeCopied;
        if (!(getValueInternal(index) instanceof BoundText bound)) {
            return super.getString(index);
        }
        if (!unknownType) {
            return bound.text;
        }
        written = bound.text;
        return null;
    }

    @Override
    public @Nullable Numeric getNumeric(int index) {
        if (getValueInternal(index) instanceof String before) {
            written = before; // sent once more
            return null;
        }
        Numeric number = super.getNumeric(index);
        if (number == null || mayBeCopied) {
            return number;
        }
        written = number.toString();
        return null;
    }

    @Override
    public @Nullable String @Nullable [] getArrayOfStrings(int index) {
        @Nullable String[] texts = arrays.get(index);
        return texts != null ? texts : super.getArrayOfStrings(index);
    }

    /** The form that the server writes; Java also reads shorter ones. */
    @Override
    public @Nullable UUID getUUID(int index) {
        if (!(getValueInternal(index) instanceof BoundText bound)) {
            return super.getUUID(index);
        }
        UUID uuid = bound.text.length() == UUID_LENGTH ? UUID.fromString(bound.text) : null;
        if (uuid == null || !uuid.toString().equals(bound.text.toLowerCase(Locale.ROOT))) {
            throw new ClassCastException("a text that is no UUID");
        }
        return uuid;
    }

    @Override
    public void setValue(int index, @Nullable Object value) {
        if (value instanceof BoundText) {
            throw new VertxException("Parameter at position[" + index + "] is a text, which its type is not", true);
        }
        super.setValue(index, value == null ? written : value);
        written = null;
        asked = -1;
    }

    /** An array as text, for types that the driver does not know. */
    private static String literal(@Nullable String[] texts) {
        StringBuilder literal = new StringBuilder("{");
        for (String text : texts) {
            literal.append(literal.length() == 1 ? "" : ",");
            if (text == null) {
                literal.append("NULL");
            } else {
                literal.append('"')
                        .append(text.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            }
        }
        return literal.append('}').toString();
    }
}

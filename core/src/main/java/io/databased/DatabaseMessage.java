package io.databased;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a database itself said when it refused a statement, in its own words and language. {@link #text()}, {@link #detail()}
 * and {@link #hint()} may quote values of the statement or of the table: show them to people who may see those, and keep
 * them out of logs. The names that the other accessors give are those of database objects. Immutable.
 */
public final class DatabaseMessage implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The parts that a message may have beside its text. */
    public enum Part {
        DETAIL,
        HINT,
        POSITION,
        SCHEMA,
        TABLE,
        COLUMN,
        DATA_TYPE,
        CONSTRAINT
    }

    private final String text;
    private final EnumMap<Part, String> parts;

    private DatabaseMessage(String text, EnumMap<Part, String> parts) {
        this.text = text;
        this.parts = parts;
    }

    /** A message that is nothing but a text. */
    public static DatabaseMessage of(String text) {
        return of(text, Map.of());
    }

    /** A message with the parts that the database gave. */
    public static DatabaseMessage of(String text, Map<Part, String> parts) {
        EnumMap<Part, String> copy = new EnumMap<>(Part.class);
        copy.putAll(parts);
        return new DatabaseMessage(Objects.requireNonNull(text, "text"), copy);
    }

    /** The text. May quote values. */
    public String text() {
        return text;
    }

    /** More about it, such as {@code Key (email)=(ann@example.org) already exists.} May quote values. */
    public Optional<String> detail() {
        return part(Part.DETAIL);
    }

    /** What to do about it. May quote values. */
    public Optional<String> hint() {
        return part(Part.HINT);
    }

    /** Where in the SQL that was sent, the first character being 1. */
    public OptionalInt position() {
        @Nullable String position = parts.get(Part.POSITION);
        return position == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(position));
    }

    /** The schema of the object that it is about. */
    public Optional<String> schema() {
        return part(Part.SCHEMA);
    }

    /** The table that it is about. */
    public Optional<String> table() {
        return part(Part.TABLE);
    }

    /** The column that it is about. */
    public Optional<String> column() {
        return part(Part.COLUMN);
    }

    /** The data type that it is about. */
    public Optional<String> dataType() {
        return part(Part.DATA_TYPE);
    }

    /** The constraint that was violated. */
    public Optional<String> constraint() {
        return part(Part.CONSTRAINT);
    }

    private Optional<String> part(Part part) {
        return Optional.ofNullable(parts.get(part));
    }

    /** Which parts there are, without what they say. */
    @Override
    public String toString() {
        return "DatabaseMessage" + parts.keySet();
    }
}

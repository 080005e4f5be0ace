package io.databased.vertx;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import io.vertx.sqlclient.internal.RowDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes plain Java of the values that the driver decodes, in place. It remembers the columns it saw, which are the same
 * object for the same prepared statement. Confined to an event loop.
 */
public final class ColumnReaders {
    /** Makes plain Java of one value that is not null. */
    @FunctionalInterface
    public interface Reader {
        /**
         * The plain value.
         *
         * @throws UnreadableValueException if there is none; its message is for users
         * @throws BackendException if Java has no such value
         */
        @Nullable
        Object read(Object value) throws BackendException;
    }

    /** What reads the values of a column. */
    @FunctionalInterface
    public interface Types {
        /**
         * The reader for the column, or null if its values are plain already.
         *
         * @throws BackendException if the driver cannot read such columns
         */
        @Nullable
        Reader of(ColumnDescriptor column) throws BackendException;

        /** The name of the column. */
        default String name(ColumnDescriptor column) {
            return column.name();
        }
    }

    private static final int MOST_KNOWN = 512;

    private final Types types;
    private final IdentityHashMap<List<ColumnDescriptor>, Columns> known = new IdentityHashMap<>();

    public ColumnReaders(Types types) {
        this.types = types;
    }

    /** Makes the values of all rows plain; returns the names of the columns. */
    public List<String> read(RowDesc columns, List<@Nullable Object[]> rows) throws BackendException {
        return read(columns.columnDescriptor(), rows);
    }

    /** As {@link #read(RowDesc, List)}. */
    List<String> read(List<ColumnDescriptor> described, List<@Nullable Object[]> rows) throws BackendException {
        Columns columns = known.get(described);
        if (columns == null) {
            columns = columns(described);
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.put(described, columns);
        }
        columns.read(rows);
        return columns.names;
    }

    Columns columns(List<ColumnDescriptor> described) throws BackendException {
        List<String> names = new ArrayList<>(described.size());
        List<@Nullable Reader> readers = new ArrayList<>(described.size());
        for (ColumnDescriptor column : described) {
            readers.add(types.of(column));
            names.add(types.name(column));
        }
        return new Columns(names, readers);
    }

    /** What is told of a value that is not read; what was not expected may quote the value. */
    public static BackendException unreadable(String column, RuntimeException why) {
        return why instanceof UnreadableValueException
                ? new BackendException(String.valueOf(why.getMessage()), Kind.DATA, Effect.STATEMENT, null)
                : new BackendException(
                        "a value of column \"" + column + "\" cannot be read ("
                                + why.getClass().getSimpleName() + "); select it as text",
                        Kind.UNSUPPORTED,
                        Effect.STATEMENT,
                        null);
    }

    /** What is known of the columns of a statement. */
    public static final class Columns {
        static final Columns NONE = new Columns(List.of(), List.of());

        private final List<String> names;
        private final List<@Nullable Reader> readers;
        private final boolean anything;

        /** @param readers one for each column, or null where its values are plain already */
        public Columns(List<String> names, List<@Nullable Reader> readers) {
            this.names = Collections.unmodifiableList(names);
            this.readers = readers;
            this.anything = readers.stream().anyMatch(Objects::nonNull);
        }

        List<String> names() {
            return names;
        }

        /** Makes the values of all rows plain. */
        void read(List<@Nullable Object[]> rows) throws BackendException {
            if (anything) {
                for (@Nullable Object[] row : rows) {
                    read(row);
                }
            }
        }

        /** A value that is not read fails all that was asked for: a row must not be missing, nor another value in its place. */
        private void read(@Nullable Object[] row) throws BackendException {
            for (int i = 0; i < row.length; i++) {
                Reader reader = readers.get(i);
                Object value = row[i];
                if (reader != null && value != null) {
                    try {
                        row[i] = reader.read(value);
                    } catch (RuntimeException unreadable) {
                        throw unreadable(names.get(i), unreadable);
                    }
                }
            }
        }
    }
}

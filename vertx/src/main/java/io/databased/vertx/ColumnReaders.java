package io.databased.vertx;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import io.vertx.sqlclient.internal.RowDesc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes plain Java of the values that the driver decodes, in place. It remembers the columns it saw last, which are the
 * same object for the same prepared statement. Confined to an event loop.
 */
public final class ColumnReaders {
    /** Makes plain Java of one value that is not null. */
    @FunctionalInterface
    public interface Reader {
        /**
         * The plain value.
         *
         * @throws UnreadableValueException if there is none
         */
        @Nullable
        Object read(Object value);
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
    }

    private final Types types;
    private @Nullable List<ColumnDescriptor> known;
    private @Nullable Reader[] readers = {};
    private boolean anything;

    public ColumnReaders(Types types) {
        this.types = types;
    }

    /** Makes the values of all rows plain. */
    public void read(RowDesc columns, List<@Nullable Object[]> rows) throws BackendException {
        read(columns.columnDescriptor(), rows);
    }

    /** As {@link #read(RowDesc, List)}. */
    void read(List<ColumnDescriptor> columns, List<@Nullable Object[]> rows) throws BackendException {
        if (columns != known) {
            learn(columns);
            known = columns;
        }
        if (anything) {
            try {
                rows.forEach(this::read);
            } catch (UnreadableValueException unreadable) {
                throw new BackendException(String.valueOf(unreadable.getMessage()), Kind.DATA, Effect.STATEMENT, null);
            }
        }
    }

    private void learn(List<ColumnDescriptor> columns) throws BackendException {
        known = null;
        anything = false;
        readers = new @Nullable Reader[columns.size()];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = types.of(columns.get(i));
            anything |= readers[i] != null;
        }
    }

    private void read(@Nullable Object[] row) {
        for (int i = 0; i < row.length; i++) {
            Reader reader = readers[i];
            Object value = row[i];
            if (reader != null && value != null) {
                row[i] = reader.read(value);
            }
        }
    }
}

package io.databased.jdbc;

import io.databased.jdbc.product.Column;
import io.databased.jdbc.product.Reader;
import io.databased.jdbc.product.UnreadableException;
import io.databased.jdbc.product.Values;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of a result: their names, and how each is read. */
final class Columns {
    private final Values values;
    private final List<String> names;
    private final Column[] columns;
    private final Reader[] readers;

    private Columns(Values values, List<String> names, Column[] columns, Reader[] readers) {
        this.values = values;
        this.names = names;
        this.columns = columns;
        this.readers = readers;
    }

    /** The known columns if the result still has them: a definition statement may have changed them. */
    static Columns of(Values values, ResultSetMetaData metadata, @Nullable Columns known) throws SQLException {
        return known != null && known.matches(values, metadata) ? known : read(values, metadata);
    }

    List<String> names() {
        return names;
    }

    /** Goes to the next row. Some drivers read parts of it then, and do not say of which column. */
    boolean next(ResultSet result) throws SQLException {
        try {
            return result.next();
        } catch (DateTimeException driver) {
            List<String> suspects = new ArrayList<>();
            for (int i = 0; i < columns.length; i++) {
                if (values.mayHoldEndOfDay(columns[i])) {
                    suspects.add(names.get(i));
                }
            }
            if (suspects.isEmpty()) {
                throw driver;
            }
            throw UnreadableException.endOfDay().in(String.join("\" or \"", suspects));
        }
    }

    @Nullable
    Object[] row(ResultSet result) throws SQLException {
        @Nullable Object[] row = new @Nullable Object[readers.length];
        for (int i = 0; i < readers.length; i++) {
            row[i] = readers[i].read(result, i + 1);
        }
        return row;
    }

    /** The value in one column, from 1. */
    @Nullable
    Object value(ResultSet result, int column) throws SQLException {
        return readers[column - 1].read(result, column);
    }

    private boolean matches(Values values, ResultSetMetaData metadata) throws SQLException {
        if (metadata.getColumnCount() != readers.length) {
            return false;
        }
        for (int i = 0; i < readers.length; i++) {
            boolean same = names.get(i).equals(metadata.getColumnLabel(i + 1))
                    && columns[i].equals(values.column(metadata, i + 1));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static Columns read(Values values, ResultSetMetaData metadata) throws SQLException {
        int count = metadata.getColumnCount();
        String[] names = new String[count];
        Column[] columns = new Column[count];
        Reader[] readers = new Reader[count];
        for (int i = 0; i < count; i++) {
            names[i] = metadata.getColumnLabel(i + 1);
            columns[i] = values.column(metadata, i + 1);
            readers[i] = values.reader(columns[i]).of(names[i]);
        }
        return new Columns(values, List.of(names), columns, readers);
    }
}

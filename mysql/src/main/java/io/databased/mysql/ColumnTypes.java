package io.databased.mysql;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.vertx.ColumnReaders;
import io.databased.vertx.ColumnReaders.Reader;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is left to do for values that were read ({@link ColumnType}), when their answer is over. */
final class ColumnTypes {
    private final SessionState state;

    ColumnTypes(SessionState state) {
        this.state = state;
    }

    @Nullable
    Reader reader(ColumnDescriptor column) throws BackendException {
        return reader(column.name(), column.typeName());
    }

    /** Of the columns that were told of. */
    ColumnReaders.Columns of(List<Column> columns) throws BackendException {
        List<String> names = new ArrayList<>(columns.size());
        List<@Nullable Reader> readers = new ArrayList<>(columns.size());
        for (Column column : columns) {
            names.add(column.name());
            readers.add(reader(column.name(), column.type().name()));
        }
        return new ColumnReaders.Columns(names, readers);
    }

    /** @param type as the driver calls it, and {@link ColumnType} */
    private @Nullable Reader reader(String name, String type) throws BackendException {
        if (type.equals("GEOMETRY")) {
            throw new BackendException(
                    "column \"" + name + "\" is a geometry, which has no plain form; select it as text: ST_AsText("
                            + name + ")",
                    Kind.UNSUPPORTED,
                    Effect.STATEMENT,
                    null);
        }
        return type.equals("TIMESTAMP") ? value -> state.instant(name, (LocalDateTime) value) : null;
    }
}

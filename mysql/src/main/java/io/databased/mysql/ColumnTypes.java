package io.databased.mysql;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.vertx.ColumnReaders.Reader;
import io.vertx.sqlclient.desc.ColumnDescriptor;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** What is left to do for values that were read ({@link ColumnType}), when their answer is over. */
final class ColumnTypes {
    private final SessionState state;

    ColumnTypes(SessionState state) {
        this.state = state;
    }

    @Nullable
    Reader reader(ColumnDescriptor column) throws BackendException {
        String type = column.typeName(); // as the driver calls it
        if (type.equals("GEOMETRY")) {
            throw new BackendException(
                    "column \"" + column.name()
                            + "\" is a geometry, which has no plain form; select it as text: ST_AsText(" + column.name()
                            + ")",
                    Kind.UNSUPPORTED,
                    Effect.STATEMENT,
                    null);
        }
        return type.equals("TIMESTAMP") ? value -> state.instant(column.name(), (LocalDateTime) value) : null;
    }
}

package io.databased.internal.context;

import io.databased.internal.sql.ParsedSql;
import io.databased.internal.sql.StatementKind;
import io.databased.spi.Command;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query that is ready to be sent: read, checked, its values bound. */
public record Prepared(ParsedSql parsed, String sql, Command.Builder command) {
    static Prepared of(ParsedSql parsed, Command.Mode mode, String sql, @Nullable Object[] values, long maxRows) {
        Command.Builder command =
                mode == Command.Mode.FETCH ? Command.fetch(sql, values).maxRows(maxRows) : Command.execute(sql, values);
        return new Prepared(parsed, sql, parsed.describe(command));
    }

    static Prepared batch(ParsedSql parsed, String sql, List<@Nullable Object[]> batch) {
        return new Prepared(parsed, sql, parsed.describe(Command.batch(sql, batch)));
    }

    public boolean reads() {
        return parsed.kind() == StatementKind.READ;
    }

    /** Whether it may leave a mark on its connection, or may do anything at all. */
    public boolean marksConnection() {
        return parsed.kind() == StatementKind.SESSION || parsed.kind() == StatementKind.OTHER;
    }
}

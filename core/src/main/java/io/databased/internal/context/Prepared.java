package io.databased.internal.context;

import io.databased.DatabasedException;
import io.databased.internal.failure.Failures;
import io.databased.internal.failure.Origin;
import io.databased.internal.sql.ParsedSql;
import io.databased.internal.sql.StatementKind;
import io.databased.spi.BackendException;
import io.databased.spi.Command;

/**
 * A query that is ready to be sent: read, checked, its values bound.
 *
 * @param sql as it is sent
 * @param batchSize how many sets of values it has
 */
public record Prepared(Origin origin, ParsedSql parsed, String sql, int batchSize, Command.Builder command) {
    static Prepared of(Origin origin, ParsedSql parsed, String sql, int batchSize, Command.Builder command) {
        return new Prepared(origin, parsed, sql, batchSize, parsed.describe(command));
    }

    public boolean reads() {
        return parsed.kind() == StatementKind.READ;
    }

    /** What its caller is told when it has failed. */
    public DatabasedException failure(BackendException failure) {
        return Failures.statement(failure, sql, origin);
    }

    /** Whether it may leave a mark on its connection, or may do anything at all. */
    public boolean marksConnection() {
        return parsed.marks() || parsed.kind() == StatementKind.SESSION || parsed.kind() == StatementKind.OTHER;
    }
}

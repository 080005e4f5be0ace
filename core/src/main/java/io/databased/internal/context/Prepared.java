package io.databased.internal.context;

import io.databased.DatabasedException;
import io.databased.internal.failure.Failures;
import io.databased.internal.failure.Origin;
import io.databased.internal.sql.ParsedSql;
import io.databased.internal.sql.StatementKind;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A query that is ready to be sent: read, checked, its values bound.
 *
 * @param sql as it is sent
 * @param batchSize how many sets of values it has
 * @param timeout its own, or null
 */
public record Prepared(
        Origin origin,
        ParsedSql parsed,
        String sql,
        int batchSize,
        Command.Builder command,
        @Nullable Duration timeout) {
    static Prepared of(Origin origin, ParsedSql parsed, String sql, int batchSize, Command.Builder command) {
        return new Prepared(origin, parsed, sql, batchSize, parsed.describe(command), null);
    }

    Prepared within(@Nullable Duration limit) {
        return new Prepared(origin, parsed, sql, batchSize, command, limit);
    }

    /** How long the database may take to answer, if at all; its own timeout or the one of who runs it. */
    public @Nullable Duration limit(@Nullable Duration otherwise) {
        return timeout != null ? timeout : otherwise;
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

package io.databased.jdbc;

import static java.util.Map.entry;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.MySqlCodes;
import io.databased.spi.SqlStates;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a driver's failures mean: first by the codes of H2, MySQL and MariaDB and DuckDB's words, then by SQLSTATE.
 */
final class JdbcErrors {
    /** {@code org.h2.api.ErrorCode}, where it says more than the SQLSTATE. */
    static final Map<Integer, Kind> H2 = Map.ofEntries(
            entry(23502, Kind.NOT_NULL),
            entry(23503, Kind.FOREIGN_KEY),
            entry(23505, Kind.UNIQUE),
            entry(23506, Kind.FOREIGN_KEY),
            entry(23513, Kind.CHECK),
            entry(23514, Kind.CHECK),
            entry(28000, Kind.PERMISSION),
            entry(40001, Kind.DEADLOCK),
            entry(50100, Kind.UNSUPPORTED),
            entry(50200, Kind.BUSY),
            entry(57014, Kind.CANCELLED),
            entry(90020, Kind.BUSY),
            entry(90022, Kind.OBJECT),
            entry(90028, Kind.SYSTEM),
            entry(90030, Kind.CORRUPT),
            entry(90031, Kind.SYSTEM),
            entry(90035, Kind.OBJECT),
            entry(90036, Kind.OBJECT),
            entry(90037, Kind.OBJECT),
            entry(90038, Kind.OBJECT),
            entry(90045, Kind.OBJECT),
            entry(90046, Kind.SYSTEM),
            entry(90057, Kind.OBJECT),
            entry(90067, Kind.SYSTEM),
            entry(90078, Kind.OBJECT),
            entry(90079, Kind.OBJECT),
            entry(90096, Kind.PERMISSION),
            entry(90097, Kind.READ_ONLY),
            entry(90098, Kind.SYSTEM),
            entry(90119, Kind.OBJECT),
            entry(90120, Kind.OBJECT),
            entry(90121, Kind.SYSTEM),
            entry(90131, Kind.SERIALIZATION),
            entry(90146, Kind.OBJECT),
            entry(90149, Kind.OBJECT));

    /** H2's codes for a connection or database that is closed. */
    private static final Set<Integer> H2_LOST = Set.of(90067, 90098, 90121);

    /** PostgreSQL's last words to a session: shut down, crashed, the database dropped, idle for too long. */
    private static final Set<String> POSTGRESQL_LOST =
            Set.of("25P03", "25P04", "57P01", "57P02", "57P03", "57P04", "57P05");

    /** Distributed databases say so when they cannot find out whether they have committed: as bad as no answer. */
    private static final String OUTCOME_UNKNOWN = "40003";

    private final JdbcDialect dialect;

    JdbcErrors(JdbcDialect dialect) {
        this.dialect = dialect;
    }

    /** A failed statement. */
    BackendException statement(SQLException thrown) {
        return failure(thrown, Effect.STATEMENT);
    }

    /** A failure with that effect, or the loss of the connection if it is one. */
    BackendException failure(SQLException thrown, Effect effect) {
        SQLException e = root(thrown);
        Kind kind = kind(e);
        String message = SafeMessage.of(dialect.product(), kind, e);
        Effect actual = lost(e) ? Effect.CONNECTION_LOST : effect;
        return new BackendException(message, kind, actual, e.getSQLState(), e.getErrorCode(), copy(e, message));
    }

    private Kind kind(SQLException e) {
        Kind known = switch (dialect.product()) {
            case H2 -> H2.get(e.getErrorCode());
            case MYSQL, MARIADB -> MySqlCodes.kind(e.getErrorCode(), e.getSQLState());
            case DUCKDB -> e.getSQLState() == null ? DuckErrors.kind(message(e)) : null;
            default -> null;
        };
        return known != null ? known : SqlStates.kind(e.getSQLState());
    }

    private boolean lost(SQLException e) {
        return switch (dialect.product()) {
            case H2 -> H2_LOST.contains(e.getErrorCode());
            case DUCKDB -> DuckErrors.lost(message(e));
            case MYSQL, MARIADB ->
                e.getErrorCode() == MySqlCodes.ERROR_DURING_COMMIT
                        || MySqlCodes.losesConnection(e.getErrorCode())
                        || lost(e.getSQLState());
            default -> lost(e.getSQLState());
        };
    }

    private static boolean lost(@Nullable String sqlState) {
        return sqlState != null
                && (sqlState.startsWith("08")
                        || sqlState.equals(OUTCOME_UNKNOWN)
                        || POSTGRESQL_LOST.contains(sqlState));
    }

    private static String message(SQLException e) {
        return String.valueOf(e.getMessage());
    }

    /** Some drivers hide the failure of a batch's statement behind that of the batch. */
    private static SQLException root(SQLException thrown) {
        SQLException next = thrown instanceof BatchUpdateException ? thrown.getNextException() : null;
        return next == null ? thrown : next;
    }

    /** The driver's own exception is no cause to keep: its message, or that of its causes, may quote values. */
    private static SQLException copy(SQLException e, String message) {
        SQLException copy = new SQLException(message, e.getSQLState(), e.getErrorCode());
        copy.setStackTrace(e.getStackTrace());
        return copy;
    }
}

package io.databased.jdbc.product;

import java.lang.invoke.MethodHandle;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The server tells with each answer that is no error whether the statement has changed its session: a user variable, a setting, a
 * temporary table, the database. The drivers keep the flags of the last answer, and nothing more of it.
 *
 * <p>Behind an error MySQL tells with its next answer. MariaDB does not; its user variables are counted then. One that
 * {@code connectionInitSql} has set counts, too, and costs the connection for nothing.
 */
final class MySqlTraces implements Traces {
    private static final int SESSION_CHANGED = 0x4000;
    private static final String TRACK = "SET SESSION session_track_state_change = 1";
    private static final String NEXT_ANSWER = "DO 0";
    private static final String USER_VARIABLES = "SELECT COUNT(*) FROM information_schema.user_variables";

    private final Connection connection;
    private final MethodHandle flags;
    private final boolean ofMariaDb;
    private volatile boolean left;

    private MySqlTraces(Connection connection, MethodHandle flags, boolean ofMariaDb) {
        this.connection = connection;
        this.flags = flags;
        this.ofMariaDb = ofMariaDb;
    }

    /** Nothing tells by other drivers, or of servers that are too old. */
    static Traces of(Connection connection) throws SQLException {
        MethodHandle flags = flags(connection);
        if (flags == null || !tracks(connection)) {
            return NONE;
        }
        DatabaseMetaData server = connection.getMetaData();
        String name = server.getDatabaseProductName() + " " + server.getDatabaseProductVersion();
        return new MySqlTraces(connection, flags, name.contains("MariaDB"));
    }

    private static @Nullable MethodHandle flags(Connection connection) {
        MethodHandle ofConnectorJ = DriverMethod.of(
                connection, "com.mysql.cj.jdbc.JdbcConnection", "getSession", "getServerSession", "getStatusFlags");
        return ofConnectorJ != null
                ? ofConnectorJ
                : DriverMethod.of(connection, "org.mariadb.jdbc.Connection", "getContext", "getServerStatus");
    }

    /** What stands before a server may refuse it, too. */
    private static boolean tracks(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(TRACK);
            return true;
        } catch (SQLException e) {
            if (isLoss(e.getSQLState())) {
                throw e;
            }
            return false;
        }
    }

    private static boolean isLoss(@Nullable String sqlState) {
        return sqlState != null && sqlState.startsWith("08");
    }

    @Override
    public void answered() {
        try {
            left |= isChanged();
        } catch (SQLException | RuntimeException unknown) { // what the statement gave is told all the same
            left = true;
        }
    }

    private boolean isChanged() throws SQLException {
        return DriverMethod.call(flags) instanceof Number told && (told.intValue() & SESSION_CHANGED) != 0;
    }

    @Override
    public void failed(@Nullable String sqlState, int code) {
        if (isLoss(sqlState) || left) {
            return;
        }
        try {
            left = code == 0 ? isChanged() : ofMariaDb ? hasUserVariables() : isToldNext();
        } catch (SQLException | RuntimeException unknown) { // what the statement gave is told all the same
            left = true;
        }
    }

    private boolean isToldNext() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(NEXT_ANSWER);
        }
        return isChanged();
    }

    private boolean hasUserVariables() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(USER_VARIABLES)) {
            return answer.next() && answer.getLong(1) > 0;
        }
    }

    @Override
    public boolean areLeft() {
        return left;
    }
}

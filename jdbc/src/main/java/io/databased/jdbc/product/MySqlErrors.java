package io.databased.jdbc.product;

import io.databased.DatabaseMessage;
import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.product.MySqlCodes;
import io.databased.spi.product.MySqlMessages;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the failures of MySQL and MariaDB mean, by their codes. */
final class MySqlErrors extends Errors {
    /** Of a statement that cannot be read, of which the drivers have written the values into. */
    private static final Set<Integer> UNREADABLE = Set.of(1064, 1149);

    @Override
    Kind kind(SQLException e) {
        return MySqlCodes.kind(e.getErrorCode(), e.getSQLState());
    }

    /** A node that was cut off from its cluster while it committed cannot tell whether the others commit. */
    @Override
    boolean losesConnection(SQLException e) {
        return e.getErrorCode() == MySqlCodes.ERROR_DURING_COMMIT
                || MySqlCodes.losesConnection(e.getErrorCode(), e.getMessage())
                || super.losesConnection(e);
    }

    @Override
    public boolean endsTransaction(BackendException failure, Connection connection) throws SQLException {
        Integer code = failure.vendorCode();
        if (super.endsTransaction(failure, connection)) {
            return true;
        }
        return code != null
                && (MySqlCodes.endsTransaction(code)
                        || (code == MySqlCodes.LOCK_WAIT_TIMEOUT && timeoutEndsTransaction(connection)));
    }

    @Override
    String told(Kind kind, SQLException e, String message) {
        String said = words(message);
        return UNREADABLE.contains(e.getErrorCode())
                ? before(said, " near ")
                : MySqlMessages.told(e.getErrorCode(), e.getSQLState(), said, kind);
    }

    @Override
    @Nullable
    String ofBareText(SQLException e) {
        return UNREADABLE.contains(e.getErrorCode()) ? words(String.valueOf(e.getMessage())) : null;
    }

    @Override
    @Nullable
    DatabaseMessage said(Kind kind, SQLException e, String message) {
        return MySqlMessages.message(words(message), kind);
    }

    /** The driver of MariaDB puts the number of the connection in front. */
    private static String words(String message) {
        return message.replaceFirst("^\\(conn=\\d+\\) ", "");
    }

    /** MariaDB fails without a code or a text when a batch was prepared before its table was changed. */
    @Override
    public boolean isOutdated(SQLException failure) {
        return failure instanceof BatchUpdateException
                && failure.getErrorCode() == 0
                && "HY000".equals(failure.getSQLState());
    }

    private static boolean timeoutEndsTransaction(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet setting = statement.executeQuery("SELECT @@innodb_rollback_on_timeout")) {
            return setting.next() && setting.getBoolean(1);
        }
    }
}

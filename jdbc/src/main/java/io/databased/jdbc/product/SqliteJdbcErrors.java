package io.databased.jdbc.product;

import io.databased.DatabaseMessage;
import io.databased.StatementException.Kind;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What the failures of SQLite's driver mean: by the result code in full, which it keeps beside JDBC's code. */
final class SqliteJdbcErrors extends Errors {
    @Override
    int codeOf(SQLException e) {
        Object result = result(e);
        try {
            return result == null
                    ? e.getErrorCode()
                    : result.getClass().getField("code").getInt(result);
        } catch (ReflectiveOperationException anotherDriver) {
            return e.getErrorCode();
        }
    }

    @Override
    Kind kind(SQLException e) {
        Kind kind = SqliteCodes.kind(codeOf(e), words(e));
        return kind == Kind.OTHER ? super.kind(e) : kind;
    }

    /** Where the words tell names of the statement, all of them. */
    @Override
    String told(Kind kind, SQLException e, String message) {
        if (result(e) == null) {
            return super.told(kind, e, message);
        }
        boolean names = kind == Kind.SYNTAX || kind == Kind.OBJECT;
        return names ? words(e) : SqliteCodes.withoutValues(codeOf(e), words(e));
    }

    @Override
    DatabaseMessage said(Kind kind, SQLException e, String message) {
        return SqliteCodes.message(words(e));
    }

    private static String words(SQLException e) {
        return SqliteCodes.words(result(e), String.valueOf(e.getMessage()));
    }

    private static @Nullable Object result(SQLException e) {
        try {
            return e.getClass().getMethod("getResultCode").invoke(e);
        } catch (ReflectiveOperationException anotherDriver) {
            return null;
        }
    }
}

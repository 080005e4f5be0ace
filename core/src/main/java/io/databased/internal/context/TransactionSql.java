package io.databased.internal.context;

import io.databased.SessionOptions;
import io.databased.spi.Command.Control;
import io.databased.spi.SqlDialect;

/**
 * The transaction control for a depth of nesting: depth 0 is a transaction of the database, deeper ones are savepoints.
 * A pure function of the dialect.
 */
public record TransactionSql(SqlDialect dialect) {
    public Control begin(int depth, SessionOptions options) {
        return depth == 0
                ? new Control(Control.Kind.BEGIN, dialect.begin(options), 0, options)
                : control(Control.Kind.SAVEPOINT, dialect.savepoint(depth), depth);
    }

    public Control commit(int depth) {
        return depth == 0
                ? control(Control.Kind.COMMIT, dialect.commit(), 0)
                : control(Control.Kind.RELEASE, dialect.release(depth), depth);
    }

    /** Undoes the work at the depth; for a savepoint, {@link #commit} must follow to release it. */
    public Control rollback(int depth) {
        return depth == 0
                ? control(Control.Kind.ROLLBACK, dialect.rollback(), 0)
                : control(Control.Kind.ROLLBACK_TO, dialect.rollbackTo(depth), depth);
    }

    private static Control control(Control.Kind kind, String sql, int depth) {
        return new Control(kind, sql, depth, SessionOptions.defaults());
    }
}

package io.databased.sqlite;

import io.databased.jdbc.product.InsertText;
import io.databased.spi.BackendException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rowid of the last row that a statement inserted. SQLite only tells the last one of the connection: after a
 * statement that gave none (into a table without rowids, through a view, an upsert that updated) that is an older one. So
 * the rowid before is compared, and only if it has not changed the statement is looked at more closely.
 *
 * @see <a href="https://www.sqlite.org/c3ref/last_insert_rowid.html">sqlite.org/c3ref/last_insert_rowid.html</a>
 */
final class InsertedKey {
    private static final @Nullable Object[] NO_VALUES = {};

    private final SqliteStatements statements;
    private @Nullable Object last;

    InsertedKey(SqliteStatements statements) {
        this.statements = statements;
    }

    /** Before a statement that inserts. */
    void remember() throws SQLException, BackendException {
        if (last == null) {
            last = read();
        }
    }

    /** After other statements: they may have inserted. */
    void forget() {
        last = null;
    }

    /** After a statement that inserted, or updated, at least one row. */
    @Nullable
    Object generatedBy(String sql) throws SQLException, BackendException {
        Object before = last;
        last = read();
        return !last.equals(before) || givesKeys(sql) ? last : null;
    }

    private Object read() throws SQLException, BackendException {
        Object rowid = single("SELECT last_insert_rowid()", NO_VALUES);
        return rowid == null ? 0L : rowid;
    }

    private boolean givesKeys(String sql) throws SQLException, BackendException {
        InsertText text = InsertText.of(sql);
        if (text.mayUpdate() || text.table() == null) {
            return false;
        }
        Object keyed = single(
                "SELECT min(type = 'table' AND wr = 0) FROM pragma_table_list WHERE name = ? COLLATE NOCASE",
                new @Nullable Object[] {text.table()});
        return Long.valueOf(1).equals(keyed);
    }

    private @Nullable Object single(String sql, @Nullable Object[] values) throws SQLException, BackendException {
        List<@Nullable Object[]> rows = statements.get(sql).fetch(values, 1);
        return rows.isEmpty() ? null : rows.get(0)[0];
    }
}

package io.databased.sqlite;

import io.databased.spi.BackendException;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        Matcher target = Forms.TARGET.matcher(sql);
        if (Forms.UPSERT.matcher(sql).find() || !target.find()) {
            return false;
        }
        Object keyed = single(
                "SELECT min(type = 'table' AND wr = 0) FROM pragma_table_list WHERE name = ? COLLATE NOCASE",
                new @Nullable Object[] {unquoted(target.group(1))});
        return Long.valueOf(1).equals(keyed);
    }

    private @Nullable Object single(String sql, @Nullable Object[] values) throws SQLException, BackendException {
        List<@Nullable Object[]> rows = statements.get(sql).fetch(values, 1);
        return rows.isEmpty() ? null : rows.get(0)[0];
    }

    private static String unquoted(String name) {
        char quote = name.charAt(0);
        boolean quoted = quote == '"' || quote == '`' || quote == '[';
        return quoted ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    /** Made when they are needed, which is seldom. */
    private static final class Forms {
        private static final String NAME = "(?:\"(?:[^\"]|\"\")*\"|`[^`]*`|\\[[^]]*]|[\\w$]+)";
        static final Pattern TARGET =
                Pattern.compile("\\binto\\s+(?:" + NAME + "\\s*\\.\\s*)?(" + NAME + ")", Pattern.CASE_INSENSITIVE);
        static final Pattern UPSERT = Pattern.compile("\\bdo\\s+update\\b", Pattern.CASE_INSENSITIVE);
    }
}

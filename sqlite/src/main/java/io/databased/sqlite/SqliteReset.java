package io.databased.sqlite;

import io.databased.spi.BackendException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Brings a connection in place back to what a new one has: a database in memory would be gone with its connection.
 * Whatever a statement may have set is compared with a new connection, opened for that.
 *
 * @see <a href="https://www.sqlite.org/pragma.html">sqlite.org/pragma.html</a>
 */
final class SqliteReset {
    private static final @Nullable Object[] NO_VALUES = {};

    /** Those that belong to a connection and can be read. */
    private static final List<String> PRAGMAS = List.of(
            "analysis_limit",
            "automatic_index",
            "busy_timeout",
            "cache_size",
            "cache_spill",
            "cell_size_check",
            "checkpoint_fullfsync",
            "count_changes",
            "defer_foreign_keys",
            "empty_result_callbacks",
            "foreign_keys",
            "full_column_names",
            "fullfsync",
            "ignore_check_constraints",
            "journal_size_limit",
            "legacy_alter_table",
            "locking_mode",
            "max_page_count",
            "mmap_size",
            "query_only",
            "read_uncommitted",
            "recursive_triggers",
            "reverse_unordered_selects",
            "secure_delete",
            "short_column_names",
            "synchronous",
            "temp_store",
            "threads",
            "trusted_schema",
            "wal_autocheckpoint",
            "writable_schema");

    private final SqliteStatements statements;
    private final SqliteOpening opening;

    SqliteReset(SqliteStatements statements, SqliteOpening opening) {
        this.statements = statements;
        this.opening = opening;
    }

    void run() throws BackendException {
        statements.clear();
        dropTemporary();
        detach();
        run("PRAGMA case_sensitive_like=OFF");
        try (SqliteReference reference = opening.reference()) {
            for (String pragma : PRAGMAS) {
                restore(pragma, reference.read("PRAGMA " + pragma));
            }
        }
        statements.clear();
    }

    private void restore(String pragma, List<@Nullable Object[]> fresh) throws BackendException {
        Object value = fresh.isEmpty() ? null : fresh.get(0)[0];
        List<@Nullable Object[]> current = run("PRAGMA " + pragma);
        if (value != null && !current.isEmpty() && !value.equals(current.get(0)[0])) {
            run("PRAGMA " + pragma + "=" + value);
        }
    }

    private void dropTemporary() throws BackendException {
        for (@Nullable Object[] object : run("SELECT type, name FROM temp.sqlite_schema WHERE type <> 'index'")) {
            String type = String.valueOf(object[0]).toUpperCase(Locale.ROOT);
            String name = String.valueOf(object[1]);
            if (!name.startsWith("sqlite_")) {
                run("DROP " + type + " IF EXISTS temp." + quoted(name));
            }
        }
    }

    private void detach() throws BackendException {
        for (@Nullable Object[] database : run("PRAGMA database_list")) {
            String name = String.valueOf(database[1]);
            if (!name.equals("main") && !name.equals("temp")) {
                run("DETACH " + quoted(name));
            }
        }
    }

    private List<@Nullable Object[]> run(String sql) throws BackendException {
        SqliteStatement statement = statements.prepare(sql);
        try {
            return statement.fetch(NO_VALUES, Long.MAX_VALUE);
        } catch (SQLException e) {
            throw SqliteErrors.running(e);
        } finally {
            SqliteStatements.close(statement);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}

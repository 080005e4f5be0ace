package io.databased.sqlite;

import io.databased.SessionOptions;
import io.databased.spi.SqlDialect;
import io.databased.spi.SqlSyntax;

/**
 * SQLite's SQL. A transaction that may write takes the write lock when it begins: to take it later fails at once when
 * another has written in between, whatever the busy timeout.
 *
 * @see <a href="https://www.sqlite.org/lang_transaction.html">sqlite.org/lang_transaction.html</a>
 */
final class SqliteDialect implements SqlDialect {
    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public SqlSyntax syntax() {
        return SqlSyntax.sqlite();
    }

    @Override
    public String begin(SessionOptions options) {
        return options.readOnly() ? "BEGIN DEFERRED" : "BEGIN IMMEDIATE";
    }
}

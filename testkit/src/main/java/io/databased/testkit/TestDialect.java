package io.databased.testkit;

import io.databased.SessionOptions;
import io.databased.spi.SqlDialect;
import io.databased.spi.SqlSyntax;

/** Standard SQL with a short BEGIN, so that scripts read well. */
record TestDialect(String name, boolean abortsOnError, boolean definitionCommits) implements SqlDialect {
    static final TestDialect PLAIN = new TestDialect("testkit", false, false);

    @Override
    public SqlSyntax syntax() {
        return SqlSyntax.standard();
    }

    @Override
    public String begin(SessionOptions options) {
        StringBuilder sql = new StringBuilder("BEGIN");
        options.isolation().ifPresent(level -> sql.append(' ').append(level.sql()));
        return options.readOnly() ? sql.append(" READ ONLY").toString() : sql.toString();
    }

    @Override
    public String savepoint(int depth) {
        return "SAVEPOINT databased_" + depth;
    }

    @Override
    public String release(int depth) {
        return "RELEASE databased_" + depth;
    }

    @Override
    public String rollbackTo(int depth) {
        return "ROLLBACK TO databased_" + depth;
    }
}

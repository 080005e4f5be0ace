package io.databased.jdbc.product;

import io.databased.SqlSyntax;
import java.sql.Connection;

/** DuckDB, whose driver is native code in this process. */
final class Duck implements Product {
    private final Errors errors = new DuckErrors();
    private final Values values = new Values();

    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public SqlSyntax syntax() {
        return SqlSyntax.postgresql().without(SqlSyntax.Feature.QUESTION_OPERATORS);
    }

    @Override
    public boolean abortsOnError() {
        return true;
    }

    @Override
    public boolean savepoints() {
        return false;
    }

    @Override
    public boolean definitionCommits() {
        return false;
    }

    /** The driver's batches begin a transaction of their own. */
    @Override
    public boolean batches() {
        return false;
    }

    @Override
    public Errors errors() {
        return errors;
    }

    @Override
    public Values values() {
        return values;
    }

    @Override
    public Transaction transaction(Connection connection) {
        return new DuckTransaction(connection);
    }

    @Override
    public Signal signal(Connection connection) {
        return Signal.ofStatement(Signal.Spent.AT_ONCE);
    }
}

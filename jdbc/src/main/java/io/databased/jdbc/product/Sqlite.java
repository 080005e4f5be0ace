package io.databased.jdbc.product;

import io.databased.spi.SqlSyntax;
import java.sql.Connection;

/** SQLite through its JDBC driver, for who wants that; {@code databased-sqlite} does more. */
final class Sqlite implements Product {
    private final Errors errors = new Errors();
    private final Values values = new Values();

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public SqlSyntax syntax() {
        return SqlSyntax.sqlite();
    }

    @Override
    public boolean definitionCommits() {
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
    public Signal signal(Connection connection) {
        return Signal.ofStatement(Signal.Spent.AT_ONCE);
    }
}

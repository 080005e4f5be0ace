package io.databased.jdbc.product;

import io.databased.spi.SqlSyntax;

/** A database of which nothing is known but that it has a JDBC driver. */
final class Generic implements Product {
    private final Errors errors = new Errors();
    private final Values values = new Values();

    @Override
    public String name() {
        return "jdbc";
    }

    @Override
    public SqlSyntax syntax() {
        return SqlSyntax.standard();
    }

    @Override
    public Errors errors() {
        return errors;
    }

    @Override
    public Values values() {
        return values;
    }
}

package io.databased.jdbc;

import io.databased.Dialect;
import io.databased.SqlSyntax;

/**
 * The dialect of a database behind JDBC. Transaction control goes through the driver's methods; its SQL here is for logs.
 * For a data source, the product is known with the first connection; before, standard SQL is assumed.
 */
final class JdbcDialect implements Dialect {
    private volatile JdbcProduct product;

    JdbcDialect(JdbcProduct product) {
        this.product = product;
    }

    JdbcProduct product() {
        return product;
    }

    void detected(JdbcProduct product) {
        this.product = product;
    }

    @Override
    public String name() {
        return product.productName();
    }

    @Override
    public SqlSyntax syntax() {
        return product.syntax();
    }

    @Override
    public boolean abortsOnError() {
        return product.abortsOnError();
    }

    @Override
    public boolean definitionCommits() {
        return product.definitionCommits();
    }
}

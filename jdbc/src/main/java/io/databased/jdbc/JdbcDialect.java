package io.databased.jdbc;

import io.databased.jdbc.product.Product;
import io.databased.spi.SqlDialect;
import io.databased.spi.SqlSyntax;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The dialect of a database behind JDBC. Transaction control goes through the driver's methods; its SQL here is for logs.
 * For a data source, the product is known with the first connection; before, standard SQL is assumed.
 */
final class JdbcDialect implements SqlDialect {
    private volatile Product product;
    private volatile boolean savepoints;
    private final AtomicInteger definitions = new AtomicInteger();

    JdbcDialect(Product product) {
        this.product = product;
        this.savepoints = product.savepoints();
    }

    Product product() {
        return product;
    }

    /** How many definitions there were, on all connections. */
    AtomicInteger definitions() {
        return definitions;
    }

    /**
     * What a connection says of its driver, and of the database where its name has not said it.
     *
     * @param named whether it has
     */
    void detect(DatabaseMetaData metadata, boolean named) throws SQLException {
        Product found = named ? product : Product.named(metadata.getDatabaseProductName());
        if (!named) {
            savepoints = found.savepoints() && metadata.supportsSavepoints();
        }
        product = found.by(metadata);
    }

    @Override
    public String name() {
        return product.name();
    }

    @Override
    public SqlSyntax syntax() {
        return product.syntax();
    }

    @Override
    public String placeholder(int index, @Nullable Object value, Place place) {
        return product.placeholder(value, place);
    }

    @Override
    public boolean savepoints() {
        return savepoints;
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

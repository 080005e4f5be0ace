package io.databased.jdbc.product;

import io.databased.spi.SqlSyntax;

/** A database of which nothing is known but that it has a JDBC driver. */
final class Generic extends Product {
    Generic() {
        super("jdbc", SqlSyntax.standard(), new Errors(), new Values());
    }
}

package io.databased.jdbc;

import io.databased.SqlSyntax;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The databases whose ways are known. */
enum JdbcProduct {
    GENERIC("jdbc"),
    H2("h2"),
    POSTGRESQL("postgresql"),
    MYSQL("mysql"),
    MARIADB("mariadb"),
    SQLITE("sqlite");

    private final String productName;

    JdbcProduct(String productName) {
        this.productName = productName;
    }

    /** By {@link java.sql.DatabaseMetaData#getDatabaseProductName()}, or a JDBC URL's subprotocol. */
    static JdbcProduct named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (JdbcProduct product : values()) {
            if (product.productName.equals(lower)) {
                return product;
            }
        }
        return GENERIC;
    }

    /** By a URL {@code jdbc:subprotocol:…}. */
    static JdbcProduct ofUrl(String url) {
        int end = url.indexOf(':', "jdbc:".length());
        return end < 0 ? GENERIC : named(url.substring("jdbc:".length(), end));
    }

    String productName() {
        return productName;
    }

    SqlSyntax syntax() {
        return switch (this) {
            case GENERIC, H2 -> SqlSyntax.standard();
            case POSTGRESQL -> SqlSyntax.postgresql();
            case MYSQL, MARIADB -> SqlSyntax.mysql();
            case SQLITE -> SqlSyntax.sqlite();
        };
    }

    boolean abortsOnError() {
        return this == POSTGRESQL;
    }

    boolean definitionCommits() {
        return this == H2 || this == MYSQL || this == MARIADB || this == GENERIC;
    }

    /**
     * Whether a statement that failed with this SQLSTATE took its transaction along: class 40, "transaction rollback".
     * PostgreSQL only dooms the transaction.
     */
    boolean endsTransaction(@Nullable String state) {
        return this != POSTGRESQL && state != null && state.startsWith("40");
    }

    /** Whether the driver cancels in the database before {@link java.sql.Statement#cancel()} returns. */
    boolean cancelsAtOnce() {
        return this == H2 || this == SQLITE;
    }
}

package io.databased.jdbc;

import io.databased.SqlSyntax;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.MySqlCodes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import java.util.Set;

/** The databases whose ways are known. */
enum JdbcProduct {
    GENERIC("jdbc"),
    H2("h2"),
    POSTGRESQL("postgresql"),
    MYSQL("mysql"),
    MARIADB("mariadb"),
    SQLITE("sqlite"),
    DUCKDB("duckdb");

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
            case DUCKDB -> SqlSyntax.postgresql().without(SqlSyntax.Feature.QUESTION_OPERATORS);
        };
    }

    boolean abortsOnError() {
        return this == POSTGRESQL || this == DUCKDB;
    }

    boolean savepoints() {
        return this != DUCKDB;
    }

    boolean definitionCommits() {
        return this == H2 || this == MYSQL || this == MARIADB || this == GENERIC;
    }

    /**
     * Whether a statement that failed so took its transaction along: SQLSTATE class 40, "transaction rollback", and some of
     * MySQL's codes. PostgreSQL only dooms the transaction, and DuckDB gives no SQLSTATE.
     */
    boolean endsTransaction(BackendException failure) {
        String state = failure.sqlState();
        Integer code = failure.vendorCode();
        boolean byCode = (this == MYSQL || this == MARIADB) && code != null && MySqlCodes.endsTransaction(code);
        return byCode || (this != POSTGRESQL && state != null && state.startsWith("40"));
    }

    /** Whether the driver's batches may be run in a transaction of ours: DuckDB's begin their own. */
    boolean batches() {
        return this != DUCKDB;
    }

    /** Whether the driver cancels in the database before {@link java.sql.Statement#cancel()} returns. */
    boolean cancelsAtOnce() {
        return this == H2 || this == SQLITE || this == DUCKDB;
    }

    /**
     * Whether the driver is known to be Java that waits for a socket. Those that compute in this process, or in native
     * code, would keep a virtual thread's carrier for as long as a statement runs.
     */
    boolean waitsForSocket() {
        return this == POSTGRESQL || this == MYSQL || this == MARIADB;
    }

    /**
     * Whether a statement is one that is asked for the keys it generates. PostgreSQL's driver returns whole rows for that,
     * all of them at once: not of an INSERT that copies a table.
     */
    boolean givesKeys(Command command) {
        return command.inserts() && !(this == POSTGRESQL && command.kind() == Command.Kind.COPY);
    }
}

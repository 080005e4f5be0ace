package io.databased.mysql;

import io.databased.SessionOptions;
import io.databased.spi.SqlDialect;
import io.databased.spi.SqlSyntax;

/** MySQL's SQL, by the name of the product: MySQL or MariaDB. */
record MySqlDialect(String name) implements SqlDialect {
    /** Means that whatever {@code completion_type} says, by which a plain COMMIT may begin anew, or leave the server. */
    static final String COMMIT = "COMMIT AND NO CHAIN NO RELEASE";

    static final String ROLLBACK = "ROLLBACK AND NO CHAIN NO RELEASE";

    @Override
    public SqlSyntax syntax() {
        return SqlSyntax.mysql();
    }

    /** Without the isolation, which these servers want in a statement of its own: {@link #isolation}. */
    @Override
    public String begin(SessionOptions options) {
        return options.readOnly() ? "START TRANSACTION READ ONLY" : "START TRANSACTION";
    }

    @Override
    public String commit() {
        return COMMIT;
    }

    @Override
    public String rollback() {
        return ROLLBACK;
    }

    /** Holds for the next transaction only, and leaves no mark on the connection. */
    static String isolation(SessionOptions options) {
        return options.isolation()
                .map(level -> "SET TRANSACTION ISOLATION LEVEL " + level.sql())
                .orElse("");
    }

    @Override
    public boolean definitionCommits() {
        return true;
    }
}

/** Runs Databased over any JDBC driver. */
@SuppressWarnings("module") // the friend below is built after this module
module io.databased.jdbc {
    requires transitive io.databased;
    requires transitive java.sql;
    requires static transitive org.jspecify;

    exports io.databased.jdbc;
    exports io.databased.jdbc.owner to
            io.databased.sqlite;
    exports io.databased.jdbc.product to
            io.databased.sqlite;

    provides io.databased.spi.DatabaseBackendProvider with
            io.databased.jdbc.JdbcBackendProvider;
}

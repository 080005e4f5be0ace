/** Runs Databased over any JDBC driver. */
module io.databased.jdbc {
    requires io.databased;
    requires java.sql;
    requires static transitive org.jspecify;
}

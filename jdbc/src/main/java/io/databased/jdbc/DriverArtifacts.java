package io.databased.jdbc;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to add to a project for a URL, as Maven and Gradle name it. */
final class DriverArtifacts {
    private static final String DERBY_CLIENT = "jdbc:derby://";

    private static final Map<String, String> BY_SUBPROTOCOL = Map.ofEntries(
            Map.entry("db2", "com.ibm.db2:jcc"),
            Map.entry("derby", "org.apache.derby:derby"),
            Map.entry("duckdb", "org.duckdb:duckdb_jdbc"),
            Map.entry("firebird", "org.firebirdsql.jdbc:jaybird"),
            Map.entry("firebirdsql", "org.firebirdsql.jdbc:jaybird"),
            Map.entry("h2", "com.h2database:h2"),
            Map.entry("hsqldb", "org.hsqldb:hsqldb"),
            Map.entry("mariadb", "org.mariadb.jdbc:mariadb-java-client"),
            Map.entry("mysql", "com.mysql:mysql-connector-j"),
            Map.entry("oracle", "com.oracle.database.jdbc:ojdbc11"),
            Map.entry("postgresql", "org.postgresql:postgresql"),
            Map.entry("sqlite", "org.xerial:sqlite-jdbc"),
            Map.entry("sqlserver", "com.microsoft.sqlserver:mssql-jdbc"));

    private DriverArtifacts() {}

    /** Null of a URL whose driver nobody knows. */
    static @Nullable String of(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return lower.startsWith(DERBY_CLIENT)
                ? "org.apache.derby:derbyclient"
                : BY_SUBPROTOCOL.get(JdbcBackend.subprotocol(lower));
    }
}

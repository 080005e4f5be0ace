package io.databased.jdbc;

import io.databased.InvalidUrlException;
import java.util.Set;

/**
 * The options of drivers' URLs that have the driver make an object of a class that is named there, read or write a file that is named by
 * the URL or by the server, or run SQL that does so. A URL often comes from a place that is less trusted than the program, and
 * such an option would let it run code. Who needs one says so in the program, by a data source.
 */
final class RefusedOptions {
    private static final Set<String> NAMES = Set.of(
            // PostgreSQL
            "authenticationpluginclassname",
            "loggerfile",
            "socketfactory",
            "socketfactoryarg",
            "sslfactory",
            "sslfactoryarg",
            "sslhostnameverifier",
            "sslpasswordcallback",
            "xmlfactoryfactory",
            // MySQL
            "allowloadlocalinfile",
            "allowloadlocalinfileinpath",
            "allowurlinlocalinfile",
            "authenticationplugins",
            "autodeserialize",
            "clientinfoprovider",
            "connectionlifecycleinterceptors",
            "defaultauthenticationplugin",
            "exceptioninterceptors",
            "ha.loadbalancestrategy",
            "loadbalanceexceptionchecker",
            "logger",
            "parseinfocachefactory",
            "profilereventhandler",
            "propertiestransform",
            "queryinfocachefactory",
            "queryinterceptors",
            "serverconfigcachefactory",
            "statementinterceptors",
            // MariaDB
            "allowlocalinfile",
            "credentialtype",
            "tlssockettype",
            // H2
            "authenticator",
            "authrealm",
            "database_event_listener",
            "init",
            "java_object_serializer",
            "trace_level_file",
            // SQLite, DuckDB
            "enable_load_extension",
            "session_init_sql_file",
            // SQL Server
            "accesstokencallbackclass",
            "socketfactoryclass",
            "socketfactoryconstructorarg",
            "trustmanagerclass",
            "trustmanagerconstructorarg");

    private RefusedOptions() {}

    /** @throws InvalidUrlException with the name of the first that the URL has */
    static void check(String jdbcUrl) {
        for (String name : UrlOptions.of(jdbcUrl)) {
            if (NAMES.contains(name)) {
                throw new InvalidUrlException("a JDBC URL must not have the option " + name
                        + ", by which the driver would load a class, use a file or run SQL; set it in the program, on a"
                        + " DataSource for JdbcBackend.of");
            }
        }
    }
}

package io.databased.jdbc;

import static java.util.Map.entry;

import io.databased.InvalidUrlException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The options of drivers' URLs that have the driver make an object of a class that is named there, read or write a file that is named by
 * the URL or by the server, or run SQL that does so. A URL often comes from a place that is less trusted than the program, and
 * such an option would let it run code. Who needs one says so in the program, by a data source. Others have the driver tell what is not so.
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
            "initsql",
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

    /** Of this library's own URLs. */
    private static final Set<String> POOL =
            Set.of("max_size", "min_size", "acquire_timeout", "max_waiting", "idle_timeout", "max_lifetime");

    private static final Pattern NOT_FALSE = Pattern.compile("(?!false$|0$|no$).*");
    private static final Pattern NOT_TRUE = Pattern.compile("(?!true$|1$|yes$|$).*");
    private static final Pattern NOT_UTF_8 = Pattern.compile("(?!utf-?8$|utf8mb4).*");

    /** Options, and the values by which the driver tells another value, count or end of a transaction than there is. */
    private static final Map<String, Pattern> MISLEADING = Map.ofEntries(
            entry("rewritebatchedstatements", NOT_FALSE),
            entry("rewritebatchedinserts", NOT_FALSE),
            entry("usebulkstmts", NOT_FALSE),
            entry("sendfractionalseconds", NOT_TRUE),
            entry("zerodatetimebehavior", Pattern.compile("round")),
            entry("blobsarestrings", NOT_FALSE),
            entry("functionsneverreturnblobs", NOT_FALSE),
            entry("padcharswithspace", NOT_FALSE),
            entry("characterencoding", NOT_UTF_8),
            entry("connectioncollation", NOT_UTF_8),
            entry("raiseexceptiononsilentrollback", NOT_TRUE),
            entry("options", Pattern.compile(".*standard_conforming_strings.*")));

    private RefusedOptions() {}

    /** @throws InvalidUrlException with the name of the first that the URL has */
    static void check(String jdbcUrl) {
        for (UrlOptions.Option option : UrlOptions.of(jdbcUrl)) {
            if (NAMES.contains(option.name())) {
                throw new InvalidUrlException("a JDBC URL must not have the option " + option.name()
                        + ", by which the driver would load a class, use a file or run SQL; set it in the program, on a"
                        + " DataSource for JdbcBackend.of");
            }
            if (POOL.contains(option.name())) {
                throw new InvalidUrlException(
                        "a JDBC URL must not have the option " + option.name()
                                + ": the URL belongs to the driver, which would pass over it; set it by PoolOptions on the builder");
            }
            refuseMisleading(option.name(), option.value());
        }
    }

    private static void refuseMisleading(String name, String value) {
        Pattern misleading = MISLEADING.get(name);
        if (misleading != null && misleading.matcher(value).matches()) {
            throw new InvalidUrlException("a JDBC URL must not have the option " + name
                    + " with this value, by which the driver would tell other values, counts or ends of transactions than"
                    + " there are; leave it out");
        }
    }
}

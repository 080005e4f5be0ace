package io.databased.jdbc;

import io.databased.InvalidUrlException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

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

    private static final Pattern SEPARATORS = Pattern.compile("[?&;,()]");

    private RefusedOptions() {}

    /**
     * Drivers end an option by one of several signs, and decode its name.
     *
     * @throws InvalidUrlException with the name of the first that the URL has
     */
    static void check(String jdbcUrl) {
        for (String part : SEPARATORS.split(jdbcUrl, -1)) {
            int end = part.indexOf('=');
            if (end > 0) {
                String name = decoded(part.substring(0, end)).strip().toLowerCase(Locale.ROOT);
                if (NAMES.contains(name)) {
                    throw new InvalidUrlException("a JDBC URL must not have the option " + name
                            + ", by which the driver would load a class, use a file or run SQL; set it in the program, on a"
                            + " DataSource for JdbcBackend.of");
                }
            }
        }
    }

    /** Leaves alone what is no code of a sign. */
    private static String decoded(String name) {
        StringBuilder decoded = new StringBuilder(name.length());
        int i = 0;
        while (i < name.length()) {
            char sign = name.charAt(i);
            int high = sign == '%' && i + 2 < name.length() ? Character.digit(name.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(name.charAt(i + 2), 16);
            if (low >= 0) {
                decoded.append((char) (high * 16 + low));
                i += 3;
            } else {
                decoded.append(sign == '+' ? ' ' : sign);
                i++;
            }
        }
        return decoded.toString();
    }
}

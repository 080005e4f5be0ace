package io.databased.jdbc.product;

import io.databased.spi.SqlSyntax;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** MySQL, MariaDB and what speaks their protocol, through either driver. */
final class MySql extends Product {
    private static final Pattern ZONES = Pattern.compile(
            "(?<![a-z])(?:(?:connection|server|forceConnection)?time_?zone(?:ToSession)?|preserveInstants) *=",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern CUTS =
            Pattern.compile("jdbcCompliantTruncation *= *(?:false|no|0)", Pattern.CASE_INSENSITIVE);

    /** As databased-mysql has it: a backslash escapes, and a value that does not fit is an error. */
    private static final String STRICT =
            "sql_mode=CONCAT(REPLACE(@@sql_mode,'NO_BACKSLASH_ESCAPES',''),',STRICT_TRANS_TABLES,STRICT_ALL_TABLES')";

    private static final Pattern PREPARED =
            Pattern.compile("useServerPrepStmts *= *(?:true|yes|1)", Pattern.CASE_INSENSITIVE);

    private final boolean byMariaDb;
    private final boolean prepared;

    /** @param name {@code mysql} or {@code mariadb}, of which each has a driver */
    MySql(String name) {
        this(name, name.equals("mariadb"), name.equals("mariadb"), false);
    }

    /**
     * @param byMariaDb whether the driver is that of MariaDB, not Connector/J
     * @param jsonIsText whether it tells of a JSON where the server has a text
     * @param prepared whether the server prepares statements, not the driver
     */
    private MySql(String name, boolean byMariaDb, boolean jsonIsText, boolean prepared) {
        super(
                name,
                SqlSyntax.mysql(),
                new MySqlErrors(),
                new MySqlValues(byMariaDb ? MySqlTimes::byText : MySqlTimes::byBytes, !byMariaDb, jsonIsText));
        this.byMariaDb = byMariaDb;
        this.prepared = prepared;
    }

    @Override
    public Product by(DatabaseMetaData metadata) throws SQLException {
        boolean ofMariaDb = String.valueOf(metadata.getDriverName()).contains("MariaDB");
        boolean jsonIsText =
                ofMariaDb && String.valueOf(metadata.getDatabaseProductName()).contains("MariaDB");
        boolean isPrepared = PREPARED.matcher(String.valueOf(metadata.getURL())).find();
        return new MySql(name(), ofMariaDb, jsonIsText, isPrepared);
    }

    /** MySQL decides on the types of some parameters when a statement runs first, and converts what comes later to them. */
    @Override
    public String kinds(@Nullable Object[] values) {
        return prepared
                ? Arrays.stream(values)
                        .map(value -> value == null ? String.class : value.getClass())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(","))
                : "";
    }

    /** Connector/J, where the server prepares. */
    @Override
    public boolean keepsColumns() {
        return prepared;
    }

    @Override
    public boolean closingRollsBack() {
        return true;
    }

    @Override
    public boolean waitsForSocket() {
        return true;
    }

    /**
     * Connector/J makes BIT of what is a number, and refuses the dates that are none, which MariaDB's driver reads as null. Both
     * write and read instants as times of the JVM's zone, whatever the session's is; so both are made UTC, unless the URL
     * says something of zones. The mode is set while the driver logs in: Connector/J does not hear of it later, and would
     * write values into SQL as the server does not read them. It keeps what the server tells of the session only if it is told
     * to.
     */
    @Override
    public Properties driverOptions(String url) {
        Properties options = new Properties();
        options.setProperty("tinyInt1isBit", "false");
        if (name().equals("mysql")) {
            options.setProperty("zeroDateTimeBehavior", "CONVERT_TO_NULL");
            options.setProperty("trackSessionState", "true");
        }
        if (!CUTS.matcher(url).find()) {
            options.setProperty("sessionVariables", STRICT);
        }
        if (!ZONES.matcher(url).find()) {
            options.setProperty("connectionTimeZone", "UTC");
            options.setProperty("forceConnectionTimeZoneToSession", "true");
            options.setProperty("preserveInstants", "true");
        }
        return options;
    }

    @Override
    public TransactionMark mark(Connection connection) {
        return SqlSavepointMark.mySql(connection);
    }

    @Override
    public Traces traces(Connection connection, AtomicInteger definitions) throws SQLException {
        return MySqlTraces.of(connection);
    }

    /** Connector/J reads row by row only with a fetch size of its own, which MariaDB's driver refuses. */
    @Override
    public Streaming streaming(Connection connection) {
        return byMariaDb ? new Streaming(connection) : new Streaming(connection, Integer.MIN_VALUE);
    }
}

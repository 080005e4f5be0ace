package io.databased.jdbc.product;

import io.databased.spi.SqlSyntax;
import java.sql.Connection;
import java.util.Properties;
import java.util.regex.Pattern;

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

    private final boolean byMariaDb;

    /** @param name {@code mysql} or {@code mariadb}, of which each has a driver */
    MySql(String name) {
        this(name, name.equals("mariadb"), name.equals("mariadb"));
    }

    /**
     * @param byMariaDb whether the driver is that of MariaDB, not Connector/J
     * @param jsonIsText whether it tells of a JSON where the server has a text
     */
    private MySql(String name, boolean byMariaDb, boolean jsonIsText) {
        super(
                name,
                SqlSyntax.mysql(),
                new MySqlErrors(),
                new MySqlValues(byMariaDb ? MySqlTimes::byText : MySqlTimes::byBytes, !byMariaDb, jsonIsText));
        this.byMariaDb = byMariaDb;
    }

    @Override
    public Product by(String driver, String server) {
        boolean ofMariaDb = driver.contains("MariaDB");
        return new MySql(name(), ofMariaDb, ofMariaDb && server.contains("MariaDB"));
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
     * write values into SQL as the server does not read them.
     */
    @Override
    public Properties driverOptions(String url) {
        Properties options = new Properties();
        options.setProperty("tinyInt1isBit", "false");
        if (name().equals("mysql")) {
            options.setProperty("zeroDateTimeBehavior", "CONVERT_TO_NULL");
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

    /** Connector/J reads row by row only with a fetch size of its own, which MariaDB's driver refuses. */
    @Override
    public Streaming streaming(Connection connection) {
        return byMariaDb ? new Streaming(connection) : new Streaming(connection, Integer.MIN_VALUE);
    }
}

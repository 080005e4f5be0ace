package io.databased.jdbc.product;

import io.databased.spi.Command;
import io.databased.spi.SqlDialect;
import io.databased.spi.SqlSyntax;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A database behind JDBC, and what is particular to it. The methods with a body say what is taken for granted of a database
 * that nothing is known of. Immutable; its parts are made for each connection.
 */
public abstract class Product {
    private final String name;
    private final SqlSyntax syntax;
    private final Errors errors;
    private final Values values;

    Product(String name, SqlSyntax syntax, Errors errors, Values values) {
        this.name = name;
        this.syntax = syntax;
        this.errors = errors;
        this.values = values;
    }

    /** The product of that name, or a database of which nothing is known. */
    public static Product named(String name) {
        return Products.named(name);
    }

    /**
     * The same database by the driver of a connection: there may be several.
     *
     * @param metadata of the connection
     */
    public Product by(DatabaseMetaData metadata) throws SQLException {
        return this;
    }

    /** The names of the products that are known. */
    public static Set<String> names() {
        return Products.names();
    }

    /** As {@link io.databased.Dialect#name()} gives it. */
    public final String name() {
        return name;
    }

    /** Its SQL, as far as the parser must know it. */
    public final SqlSyntax syntax() {
        return syntax;
    }

    /** What the driver's failures mean, and what of them may be told. */
    public final Errors errors() {
        return errors;
    }

    /** How values are bound and read. */
    public final Values values() {
        return values;
    }

    /** As {@link SqlDialect#placeholder}; JDBC does not number its parameters. */
    public String placeholder(@Nullable Object value, SqlDialect.Place place) {
        return "?";
    }

    /** Whether a failed statement leaves a transaction in which nothing more runs. */
    public boolean abortsOnError() {
        return false;
    }

    public boolean savepoints() {
        return true;
    }

    /** Whether defining an object commits the transaction. */
    public boolean definitionCommits() {
        return true;
    }

    /** Whether the driver's batches run in a transaction that this library begins, and with the values that were bound. */
    public boolean batches() {
        return true;
    }

    /**
     * What a statement is prepared for beside its text: where the server keeps the types of the values that it has run with
     * first, those of others are another statement.
     */
    public String kinds(@Nullable Object[] values) {
        return "";
    }

    /** Whether the driver reads rows by what it was told of a statement when it was prepared, whatever its table has become. */
    public boolean keepsColumns() {
        return false;
    }

    /** Whether closing a connection rolls back what is open on it: JDBC leaves that to the driver. */
    public boolean closingRollsBack() {
        return false;
    }

    /**
     * Whether the driver is known to be Java that waits for a socket. Those that compute in this process, or in native
     * code, would keep a virtual thread's carrier for as long as a statement runs.
     */
    public boolean waitsForSocket() {
        return false;
    }

    /** Whether {@link Connection#abort} sets a thread free at once that waits for a server that is silent. */
    public boolean abortsAtOnce(Connection connection) {
        return false;
    }

    /** Whether the rows that the driver counts are those of this statement. */
    public boolean counts(Command command) {
        return true;
    }

    /** Whether a statement is one that is asked for the keys it generates. */
    public boolean givesKeys(Command command) {
        return command.inserts();
    }

    /**
     * Options for the driver, where the URL does not set them, so that it tells values as they are.
     *
     * @param url of the driver
     */
    public Properties driverOptions(String url) {
        return new Properties();
    }

    /** The database in memory that a URL of the driver names, if it ends with the last of its connections; null of all others. */
    public @Nullable MemoryUrl memory(String url) {
        return null;
    }

    public Transaction transaction(Connection connection) {
        return new DriverTransaction(connection);
    }

    /** What tells whether a statement has ended the transaction around it, as a procedure can. */
    public TransactionMark mark(Connection connection) throws SQLException {
        return new SavepointMark(connection);
    }

    /** Called when a statement has failed, whose next run is to be as if there had been none. */
    public void forgetFailed(Connection connection) throws SQLException {}

    /** How the connection's running statement is told to stop. */
    public Signal signal(Connection connection) {
        return Signal.ofStatement(Signal.Spent.LATER);
    }

    /** What makes the driver leave rows with the database. */
    public Streaming streaming(Connection connection) {
        return new Streaming(connection);
    }

    /**
     * What brings back a connection's settings, temporary tables and locks, or null where the database cannot. Called for a
     * new connection.
     */
    public @Nullable Reset reset(Connection connection) throws SQLException {
        return null;
    }

    /**
     * What statements leave behind on a new connection.
     *
     * @param definitions how many there were on all connections to the database, as those that count them have seen them
     */
    public Traces traces(Connection connection, AtomicInteger definitions) throws SQLException {
        return Traces.NONE;
    }

    /** Brings a connection back to how it was when it was new. */
    @FunctionalInterface
    public interface Reset {
        void run() throws SQLException;
    }
}

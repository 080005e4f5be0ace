package io.databased.jdbc.product;

import io.databased.spi.Command;
import io.databased.spi.SqlSyntax;
import java.sql.Connection;
import java.util.Properties;

/** MySQL, MariaDB and what speaks their protocol, through either driver. */
final class MySql implements Product {
    private final String name;
    private final Errors errors = new MySqlErrors();
    private final Values values;

    /** @param name {@code mysql} or {@code mariadb} */
    MySql(String name) {
        this.name = name;
        this.values = new MySqlValues(name.equals("mysql") ? MySqlTimes::byBytes : MySqlTimes::byText);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SqlSyntax syntax() {
        return SqlSyntax.mysql();
    }

    @Override
    public boolean waitsForSocket() {
        return true;
    }

    /** Connector/J makes BIT of what is a number, and refuses the dates that are none, which MariaDB's driver reads as null. */
    @Override
    public Properties driverOptions() {
        Properties options = new Properties();
        options.setProperty("tinyInt1isBit", "false");
        if (name.equals("mysql")) {
            options.setProperty("zeroDateTimeBehavior", "CONVERT_TO_NULL");
        }
        return options;
    }

    @Override
    public boolean mayEndTransaction(Command command) {
        return command.action() == Command.Action.OTHER && !command.reads();
    }

    @Override
    public Errors errors() {
        return errors;
    }

    @Override
    public Values values() {
        return values;
    }

    /** Connector/J reads row by row only with a fetch size of its own, which MariaDB's driver refuses. */
    @Override
    public Streaming streaming(Connection connection) {
        return name.equals("mysql") ? new Streaming(connection, Integer.MIN_VALUE) : new Streaming(connection);
    }
}

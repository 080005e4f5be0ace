package io.databased.jdbc.product;

import io.databased.Json;
import io.databased.spi.Command;
import io.databased.spi.SqlDialect;
import io.databased.spi.SqlSyntax;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** PostgreSQL. */
final class Postgres extends Product {
    Postgres() {
        super("postgresql", SqlSyntax.postgresql(), new PostgresErrors(), new PostgresValues());
    }

    /** Texts are sent without a type, see {@link PostgresValues}; here they get one where the server would infer none. */
    @Override
    public String placeholder(@Nullable Object value, SqlDialect.Place place) {
        boolean untold = place == SqlDialect.Place.UNTOLD;
        if (value == null) {
            return untold ? "cast(? as text)" : "?";
        }
        if (value instanceof String || value instanceof Character || value instanceof Enum<?>) {
            return untold || place == SqlDialect.Place.JOINED ? "cast(? as text)" : "?";
        }
        if (value instanceof Duration) {
            return "cast(? as interval)";
        }
        if (value instanceof Json) {
            return untold ? "cast(? as json)" : "?";
        }
        boolean texts = value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof String;
        boolean told = place == SqlDialect.Place.OPERAND || place == SqlDialect.Place.ASSIGNED;
        return texts && !told ? "cast(? as text[])" : "?";
    }

    @Override
    public boolean abortsOnError() {
        return true;
    }

    @Override
    public boolean definitionCommits() {
        return false;
    }

    @Override
    public boolean closingRollsBack() {
        return true;
    }

    @Override
    public boolean waitsForSocket() {
        return true;
    }

    /** Of other drivers nobody knows. */
    @Override
    public boolean abortsAtOnce(Connection connection) {
        return signal(connection).spent() == Signal.Spent.AT_ONCE;
    }

    /** The driver returns whole rows for keys, all of them at once: not of an INSERT that copies a table. */
    @Override
    public boolean givesKeys(Command command) {
        return super.givesKeys(command) && command.action() != Command.Action.COPY;
    }

    /** The server lets nothing in a transaction end it but COMMIT and ROLLBACK themselves. */
    @Override
    public TransactionMark mark(Connection connection) {
        return TransactionMark.NONE;
    }

    /** Of a point or a box that comes as binary numbers, the driver makes another text than the server. */
    @Override
    public Properties driverOptions(String url) {
        Properties options = new Properties();
        options.setProperty("binaryTransferDisable", "POINT,BOX");
        return options;
    }

    @Override
    public Signal signal(Connection connection) {
        return PostgresSignal.of(connection);
    }

    @Override
    public Reset reset(Connection connection) throws SQLException {
        return new PostgresReset(connection, ApplicationName.of(connection));
    }

    @Override
    public Traces traces(Connection connection, AtomicInteger definitions) throws SQLException {
        return new PostgresTraces(connection, definitions);
    }
}

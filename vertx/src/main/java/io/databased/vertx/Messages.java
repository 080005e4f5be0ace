package io.databased.vertx;

import io.databased.vertx.Exchange.Part;
import io.vertx.sqlclient.PropertyKind;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.PreparedStatement;
import io.vertx.sqlclient.internal.command.CloseCursorCommand;
import io.vertx.sqlclient.internal.command.CloseStatementCommand;
import io.vertx.sqlclient.internal.command.CommandBase;
import io.vertx.sqlclient.internal.command.ExtendedQueryCommand;
import io.vertx.sqlclient.internal.command.PrepareStatementCommand;
import io.vertx.sqlclient.internal.command.SimpleQueryCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the messages of the driver. The one that would let it send a statement again with other parameter types, {@code
 * autoCommit}, is never set: what is sent is ours to decide.
 */
public final class Messages {
    private Messages() {}

    /** Makes the message whose answer an exchange takes. */
    interface Factory {
        CommandBase<?> message(Exchange exchange);
    }

    /** A text without parameters, such as transaction control; it is not prepared. */
    public static Exchange text(Part part, String sql) {
        return Exchange.of(part, exchange -> new SimpleQueryCommand<>(sql, true, false, Exchange.ROWS, exchange), null);
    }

    /** A statement, prepared once a connection. */
    public static Exchange statement(Part part, String sql, Tuple values) {
        return Exchange.of(
                part,
                exchange -> ExtendedQueryCommand.createQuery(sql, null, null, values, false, Exchange.ROWS, exchange),
                null);
    }

    /** A statement of which at most so many rows are read. */
    public static Exchange first(String sql, Tuple values, int rows) {
        return Exchange.of(
                Part.STATEMENT,
                exchange -> ExtendedQueryCommand.createQuery(
                        sql, null, null, values, rows, null, false, false, Exchange.ROWS, exchange),
                null);
    }

    /** A statement whose generated key comes as a property of the answer. */
    public static Exchange statement(String sql, Tuple values, PropertyKind<?> key) {
        return Exchange.of(
                Part.STATEMENT,
                exchange -> ExtendedQueryCommand.createQuery(sql, null, null, values, false, Exchange.ROWS, exchange),
                key);
    }

    /** A statement for each set of values. */
    public static Exchange batch(String sql, List<Tuple> batch, @Nullable PropertyKind<?> key) {
        return Exchange.of(
                        Part.STATEMENT,
                        exchange -> ExtendedQueryCommand.createBatch(
                                sql, null, null, batch, false, Exchange.ROWS, exchange),
                        key)
                .startingAt(1);
    }

    /** Prepares a statement for a cursor; the answer is the prepared statement. */
    static Exchange prepare(String sql) {
        return Exchange.of(Part.STATEMENT, exchange -> new PrepareStatementCommand(sql, null, true), null);
    }

    /** Fetches rows of a cursor, which the first of these opens; the answer is whether there are more. */
    static Exchange window(PreparedStatement prepared, Tuple values, int count, String cursor, boolean begun) {
        return Exchange.of(
                Part.STATEMENT,
                exchange -> ExtendedQueryCommand.createQuery(
                        prepared.sql(), null, prepared, values, count, cursor, begun, false, Exchange.ROWS, exchange),
                null);
    }

    static Exchange closeCursor(String cursor, PreparedStatement prepared) {
        return Exchange.of(Part.STATEMENT, exchange -> new CloseCursorCommand(cursor, prepared), null);
    }

    static Exchange closeStatement(PreparedStatement prepared) {
        return Exchange.of(Part.PROBE, exchange -> new CloseStatementCommand(prepared), null);
    }

    /** For PostgreSQL: closes a cursor that there is not, which nothing stops and no state of a transaction refuses. */
    public static Exchange nothing() {
        return Exchange.of(Part.PROBE, exchange -> new CloseCursorCommand("databased_none", null), null);
    }
}

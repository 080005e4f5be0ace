package io.databased.vertx;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.vertx.core.Completable;
import io.vertx.sqlclient.PropertyKind;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.QueryResultHandler;
import io.vertx.sqlclient.internal.RowDesc;
import io.vertx.sqlclient.internal.command.CommandBase;
import io.vertx.sqlclient.internal.command.ExtendedQueryCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** One message to the server and what it answered. Built by any thread, then confined to the event loop. */
public final class Exchange implements QueryResultHandler<List<@Nullable Object[]>>, Completable<Object> {
    /** The rows as the driver decodes them. */
    static final Collector<Row, ?, List<@Nullable Object[]>> ROWS =
            Collector.<Row, List<@Nullable Object[]>>of(ArrayList::new, Exchange::add, Exchange::join);

    private static final List<@Nullable Object[]> NO_ROWS = List.of();
    private static final String SEVERAL_RESULTS = "the procedure gave several results, and rows of one are asked for;"
            + " have it give one, or call it by execute(…) if its rows are not wanted";

    private final Part part;
    private final CommandBase<Object> message;
    private final @Nullable PropertyKind<?> keyProperty;
    private @Nullable Flight flight;

    private List<@Nullable Object[]> rows = NO_ROWS;
    private @Nullable List<@Nullable Object[]> ahead; // rows of the result that the driver has not told of yet
    private @Nullable UnbufferedCursor cursor; // which takes them
    private @Nullable BackendException unreadable;
    private @Nullable RowDesc description;
    private int set; // of the next result, in a batch
    private long affectedRows;
    private @Nullable Object key;
    private @Nullable Object result;
    private @Nullable Throwable failure;
    private boolean answered;

    /** What the message is to its flight. */
    public enum Part {
        /** Transaction control that goes ahead. */
        PRELUDE,
        /** What is asked for. */
        STATEMENT,
        /** A question of the backend's own behind it. */
        PROBE
    }

    @SuppressWarnings("unchecked") // what the driver answers is not looked at but by who asked
    private Exchange(Part part, Messages.Factory factory, @Nullable PropertyKind<?> keyProperty) {
        this.part = part;
        this.keyProperty = keyProperty;
        this.message = (CommandBase<Object>) factory.message(this);
    }

    static Exchange of(Part part, Messages.Factory factory, @Nullable PropertyKind<?> keyProperty) {
        return new Exchange(part, factory, keyProperty);
    }

    private static void add(List<@Nullable Object[]> rows, Row row) {
        @Nullable Object[] values = new @Nullable Object[row.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.getValue(i);
        }
        rows.add(values);
        row.release();
    }

    private static List<@Nullable Object[]> join(List<@Nullable Object[]> some, List<@Nullable Object[]> others) {
        some.addAll(others);
        return some;
    }

    /** Of a batch: the first result is that of this set of values, counted from 1. */
    public Exchange startingAt(int first) {
        set = first;
        return this;
    }

    /** Which set of values has failed, from 1; 0 where it is no batch. */
    int failedSet() {
        return set;
    }

    CommandBase<Object> message() {
        return message;
    }

    /** The values that a prepared statement is sent with, as they were bound; null for another message. */
    public @Nullable Tuple values() {
        CommandBase<?> sent = message;
        return sent instanceof ExtendedQueryCommand<?> statement && !statement.isBatch()
                ? (Tuple) statement.params()
                : null;
    }

    void flight(Flight of) {
        flight = of;
    }

    boolean isAnswered() {
        return answered;
    }

    public Part part() {
        return part;
    }

    /** What went wrong, in the driver's words. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Ahead of the answer. */
    void failure(Throwable why) {
        failure = why;
    }

    public List<@Nullable Object[]> rows() {
        return rows;
    }

    /** The rows, for who asked for them. */
    List<@Nullable Object[]> readRows() throws BackendException {
        if (unreadable != null) {
            throw unreadable;
        }
        return rows;
    }

    /** The rows that the backend reads are given to a cursor as they come; before it is sent. */
    void handOver(UnbufferedCursor to) {
        cursor = to;
    }

    /** Adds a row that the backend has read, in place of the driver, to the result that the driver tells of next. */
    public void addRow(@Nullable Object[] row) {
        if (cursor != null) {
            if (description == null) {
                cursor.add(row);
            } else {
                cursor.unreadable(several()); // a row of the next result
            }
            return;
        }
        List<@Nullable Object[]> read = ahead;
        if (read == null) {
            read = new ArrayList<>();
            ahead = read;
        }
        read.add(row);
    }

    /** A value of a row that the backend has read is none of Java's. */
    public void unreadable(BackendException why) {
        if (cursor != null) {
            cursor.unreadable(why);
        } else if (unreadable == null) {
            unreadable = why;
        }
    }

    /** The backend has read all that has come. */
    public void arrived() {
        if (cursor != null) {
            cursor.arrived();
        }
    }

    /** The columns of the rows, or null if there are none. */
    public @Nullable RowDesc description() {
        return description;
    }

    public long affectedRows() {
        return affectedRows;
    }

    public @Nullable Object key() {
        return key;
    }

    /** What the driver answers besides: the prepared statement, or whether a cursor has more. */
    @Nullable
    Object result() {
        return result;
    }

    @Override
    public <V> void addProperty(PropertyKind<V> property, V value) {
        if (property == keyProperty) {
            key = value;
        }
    }

    @Override
    public void handleResult(
            int updatedCount,
            int size,
            @Nullable RowDesc columns,
            @Nullable List<@Nullable Object[]> result,
            @Nullable Throwable collecting) {
        List<@Nullable Object[]> read = ahead != null ? ahead : result;
        ahead = null;
        if (collecting != null) {
            failure = collecting;
            return;
        }
        set += set > 0 ? 1 : 0;
        affectedRows += Math.max(0, updatedCount);
        if (columns == null || read == null || isEndOfProcedure(columns)) {
            return;
        }
        if (description != null && set == 0) {
            unreadable(several());
            return;
        }
        description = columns;
        if (!read.isEmpty()) {
            rows = rows.isEmpty() ? read : join(rows, read);
        }
    }

    /** The driver tells it with the columns of the result before. */
    private boolean isEndOfProcedure(RowDesc columns) {
        return set == 0 && description == columns;
    }

    private static BackendException several() {
        return new BackendException(SEVERAL_RESULTS, Kind.UNSUPPORTED, Effect.STATEMENT, null);
    }

    @Override
    public void complete(@Nullable Object answer, @Nullable Throwable why) {
        if (answered) {
            return;
        }
        answered = true;
        result = answer;
        if (why != null) {
            failure = why;
        }
        if (flight != null) {
            flight.answered();
        }
    }
}

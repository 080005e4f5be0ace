package io.databased.spi;

import io.databased.Dialect;
import io.databased.SessionOptions;
import org.jspecify.annotations.Nullable;

/**
 * What the library must know of a database's SQL. Pure: no state, no I/O.
 *
 * <p>The defaults are those of the SQL standard. Savepoints are named by depth, {@code databased_1} being the first
 * child's: readable in logs, and the texts can be prepared once.
 */
public interface SqlDialect extends Dialect {
    /** How the database reads a text: quotes, comments, casts, operators. */
    SqlSyntax syntax();

    /**
     * The placeholder of the {@code index}th parameter (from 1) for a value, as the driver wants it. A database that
     * infers the type of a parameter from what surrounds it may be told the type here, by a cast. Where the placeholder
     * holds the index, one parameter may stand in several places of a text.
     *
     * @param value tells the type: the value as it is bound, or null for NULL; an enum constant, although its name is sent; for
     *     an array a list of one element that can stand for all, or, if there is none or they are enum constants, the array
     *     itself; in a batch with numbered placeholders, whose runs share one text, a value that can stand for its column
     * @param place what the text around the parameter tells of its type
     */
    default String placeholder(int index, @Nullable Object value, Place place) {
        return "?";
    }

    /** What the text around a parameter tells a database that infers the parameter's type. */
    enum Place {
        /** Beside an operator such as {@code =}, or alone in {@code IN (…)} or {@code ANY (…)}: the type of the other side. */
        OPERAND,
        /** The new value of a column, in {@code VALUES (…)} of an INSERT or in {@code SET}: the column's type. */
        ASSIGNED,
        /** An item of the {@code SELECT} of an {@code INSERT}: it is stored, and the database infers no type from the column. */
        SELECTED,
        /** Beside {@code ||} or {@code -}, whose sides may be of different types: an array and an element, say. */
        JOINED,
        /** Nothing tells the type: a cast, {@code IS NULL}, or a function that takes values of any type. */
        UNTOLD,
        /** Anywhere else; an argument of a function, for example. */
        OTHER
    }

    /** Opens a transaction with the isolation and access mode asked for. */
    default String begin(SessionOptions options) {
        StringBuilder sql = new StringBuilder("START TRANSACTION");
        options.isolation().ifPresent(level -> sql.append(" ISOLATION LEVEL ").append(level.sql()));
        if (options.readOnly()) {
            sql.append(options.isolation().isPresent() ? ", READ ONLY" : " READ ONLY");
        }
        return sql.toString();
    }

    /** Opens the savepoint of the child session at {@code depth}, from 1. */
    default String savepoint(int depth) {
        return "SAVEPOINT databased_" + depth;
    }

    /** Hands the work of the child session at {@code depth} to its parent. */
    default String release(int depth) {
        return "RELEASE SAVEPOINT databased_" + depth;
    }

    /** Undoes the work of the child session at {@code depth}; its savepoint stays. */
    default String rollbackTo(int depth) {
        return "ROLLBACK TO SAVEPOINT databased_" + depth;
    }

    /** Makes the work of the outermost session durable, and ends its transaction. */
    default String commit() {
        return "COMMIT";
    }

    /** Undoes the work of the outermost session, and ends its transaction. */
    default String rollback() {
        return "ROLLBACK";
    }
}

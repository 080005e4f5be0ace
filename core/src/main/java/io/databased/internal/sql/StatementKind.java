package io.databased.internal.sql;

/**
 * What a statement may do, read from its keywords alone: a function or procedure can always do more. A statement that
 * would fit two kinds has the later one of {@link #READ}, {@link #WRITE}, {@link #SESSION}.
 */
public enum StatementKind {
    /** Only reads: a query without locking clause and without a data modifying part. */
    READ,
    /** Changes data, or locks rows for a change. */
    WRITE,
    /** Changes the schema. */
    DEFINITION,
    /** Would leave a mark on its connection: a setting, a temporary table, a lock, a prepared statement, a cursor. */
    SESSION,
    /** Begins or ends a transaction or savepoint; never found in a {@link ParsedSql}, since such a text is refused. */
    CONTROL,
    /** Not known, for example a procedure: it may do anything that the others may. */
    OTHER
}

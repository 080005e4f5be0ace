package io.databased.internal.sql;

/** Whether a statement returns rows, as far as its keywords tell. */
public enum ReturnedRows {
    YES,
    NO,
    UNKNOWN
}

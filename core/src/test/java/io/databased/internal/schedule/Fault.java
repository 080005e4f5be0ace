package io.databased.internal.schedule;

/** What can go wrong. A schedule has a few of them, each with its own rate, so that each is met without the others, too. */
enum Fault {
    // A statement.
    STATEMENT_REFUSED,
    SERIALIZATION_FAILURE,
    TRANSACTION_ENDED,
    PRELUDE_REFUSED,
    STALL,
    LOST_BEFORE,
    LOST_AFTER,
    NOT_SENT,
    // A backend that breaks its contract.
    RUN_THROWS,
    RUN_GIVES_NULL,
    ANSWERS_TWICE,
    STRANGE_FAILURE,
    // The end of a transaction.
    COMMIT_REFUSED,
    COMMIT_STALLS,
    COMMIT_LOST,
    ROLLBACK_REFUSED,
    ROLLBACK_STALLS,
    // The signal to stop.
    INTERRUPT_LOST,
    INTERRUPT_LATE,
    INTERRUPT_TOO_LATE,
    INTERRUPT_THROWS,
    // A cursor.
    CURSOR_STALLS,
    CURSOR_FAILS,
    CURSOR_CLOSE_STALLS,
    CURSOR_CLOSE_FAILS,
    CURSOR_THROWS,
    // The rest of a connection.
    RESET_STALLS,
    RESET_FAILS,
    VALIDATE_STALLS,
    VALIDATE_FAILS,
    IN_TRANSACTION_STALLS,
    IN_TRANSACTION_FAILS,
    CLOSE_STALLS,
    CLOSE_FAILS,
    CLOSE_LEAVES_PENDING,
    MAINTENANCE_THROWS,
    LOST_IN_SILENCE,
    KILLED,
    // Opening.
    OPEN_REFUSED,
    OPEN_SLOW,
    OPEN_NEVER,
    OPEN_THROWS,
    BACKEND_CLOSE_STALLS,
    // The user.
    CALLBACK_THROWS,
    OBSERVER_THROWS,
    WORK_FAILS,
    CANCEL_FUTURE,
    CANCEL_SESSION,
    DISCONNECT,
    SLOW_SUBSCRIBER,
}

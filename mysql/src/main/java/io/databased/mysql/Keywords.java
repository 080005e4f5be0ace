package io.databased.mysql;

import io.databased.spi.Command;

/** What the text of a statement tells. */
final class Keywords {
    private Keywords() {}

    /**
     * Whether the statement can neither begin a transaction nor end one and begin another, which its answer would not tell.
     */
    static boolean keepsTransaction(Command command) {
        return command.action() != Command.Action.OTHER || command.reads();
    }

    /** Whether the server opens a cursor for it. The driver waits for ever for the rows of a statement that has none. */
    static boolean opensCursor(Command command) {
        return command.action() == Command.Action.QUERY && command.returnsRows();
    }

    static boolean changesRows(Command command) {
        return command.changesRows();
    }
}

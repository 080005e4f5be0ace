package io.databased.postgresql;

import io.databased.spi.Command;

/** What the text of a statement tells. */
final class Keywords {

    private Keywords() {}

    /** The tags of other statements do not count rows, or the driver reads letters as digits. */
    static boolean changesRows(Command command) {
        return command.changesRows();
    }

    /** Whether the rows that it returns may be those inserted. */
    static boolean inserts(Command command) {
        return command.inserts();
    }

    /** Whether the statement can be taken to read only; a function that it calls may still write. */
    static boolean reads(Command command) {
        return command.reads();
    }
}

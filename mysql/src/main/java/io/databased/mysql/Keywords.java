package io.databased.mysql;

import io.databased.spi.Command;
import java.util.Set;

/** What the first word of a statement tells. */
final class Keywords {
    private static final Set<String> SELECTING = Set.of("SELECT", "WITH", "VALUES", "TABLE");
    private static final Set<String> CHANGING = Set.of("INSERT", "REPLACE", "UPDATE", "DELETE");

    private Keywords() {}

    /** Whether the server opens a cursor for it. The driver waits for ever for the rows of a statement that has none. */
    static boolean opensCursor(Command command) {
        return SELECTING.contains(command.verb()) && command.returnsRows();
    }

    static boolean changesRows(Command command) {
        return CHANGING.contains(command.verb());
    }
}

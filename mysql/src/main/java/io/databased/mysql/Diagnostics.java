package io.databased.mysql;

import io.databased.spi.Command;
import java.util.regex.Pattern;

/**
 * Statements that ask what the one before them has been warned of. Where the server refuses to prepare one, its answer says so,
 * and is what is asked for then; so they go as text at once.
 */
final class Diagnostics {
    private static final Pattern COUNTS =
            Pattern.compile("@@[\\s`.\\w]*(?:warning|error)_count", Pattern.CASE_INSENSITIVE);

    private Diagnostics() {}

    /** Whether a statement may be one; all of SHOW is alike as text. */
    static boolean areAskedFor(Command command) {
        String verb = command.verb();
        return verb.equals("SHOW")
                || verb.equals("GET")
                || (command.sql().contains("@@")
                        && COUNTS.matcher(command.sql()).find());
    }
}

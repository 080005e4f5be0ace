package io.databased.mysql;

import io.databased.spi.Command;
import java.util.regex.Pattern;

/**
 * Statements that ask what the one before them has been warned of. Where the server refuses to prepare one, its answer says so,
 * and is what is asked for then; so they go as text at once.
 */
final class Diagnostics {
    private static final Pattern SHOWN = Pattern.compile("\\b(?:WARNINGS|ERRORS)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern COUNTS =
            Pattern.compile("@@[\\s`.\\w]*(?:warning|error)_count", Pattern.CASE_INSENSITIVE);

    private Diagnostics() {}

    /** Whether a statement may be one. */
    static boolean areAskedFor(Command command) {
        return switch (command.verb()) {
            case "SHOW" -> SHOWN.matcher(command.sql()).find();
            case "GET" -> true;
            default ->
                command.sql().contains("@@") && COUNTS.matcher(command.sql()).find();
        };
    }
}

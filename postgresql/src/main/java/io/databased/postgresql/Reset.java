package io.databased.postgresql;

import io.databased.DatabaseUrl;
import io.databased.InvalidUrlException;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import org.jspecify.annotations.Nullable;

/** When a connection is brought back to what a new one has, behind the statement that ends its use. */
enum Reset {
    /** After a statement that is no plain one; after every one while the database has {@linkplain HiddenCalls hidden calls}. */
    AUTO,
    /** After every session, and after every other statement that does more than read. */
    ALWAYS,
    /** After a statement that says that it changes its connection. */
    MARKED;

    static final String OPTION = "reset";

    /**
     * What a function or a trigger may leave without that a statement says so: settings, roles, cursors, channels, locks,
     * temporary tables, the last values of sequences. What the driver has prepared stays.
     */
    private static final String LIGHT = "RESET SESSION AUTHORIZATION; RESET ALL; CLOSE ALL; UNLISTEN *;"
            + " SELECT pg_catalog.pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES";

    /** What {@code DISCARD ALL} does, but the statements that the driver has prepared stay: it goes on to use them. */
    static final String FULL = LIGHT
            + "; DO $$ DECLARE name text; BEGIN"
            + " FOR name IN SELECT p.name FROM pg_catalog.pg_prepared_statements p WHERE p.from_sql"
            + " LOOP EXECUTE pg_catalog.format('DEALLOCATE %I', name); END LOOP; END $$;"
            + " DISCARD PLANS";

    static Reset of(DatabaseUrl url) {
        String value = url.option(OPTION).orElse("auto");
        return switch (value) {
            case "auto" -> AUTO;
            case "always" -> ALWAYS;
            case "marked" -> MARKED;
            default -> throw new InvalidUrlException(OPTION + " is auto, always or marked, not " + value);
        };
    }

    /**
     * What to send behind a command that ends the use of the connection; null if there is no need.
     *
     * @param inSession whether the session goes on
     * @param suspected whether a statement of a session that ends was {@linkplain #suspects suspected}
     * @param hidden what plain statements may leave
     */
    @Nullable
    String behind(Command command, boolean inSession, boolean suspected, HiddenCalls hidden) {
        if (this == MARKED || inSession) {
            return null;
        }
        if (command.prelude().stream().anyMatch(Reset::endsTransaction)) {
            return suspected ? FULL : hidden.anywhere() ? LIGHT : null;
        }
        if (command.mode() == Command.Mode.CONTROL) {
            return null;
        }
        if (suspects(command)) {
            return FULL;
        }
        return (command.reads() ? hidden.inQueries() : hidden.anywhere()) ? LIGHT : null;
    }

    private static boolean endsTransaction(Control control) {
        return control.kind() == Control.Kind.COMMIT || control.kind() == Control.Kind.ROLLBACK;
    }

    /** Whether a statement may leave more than others: it is no plain one, calls a function, or makes a table. */
    static boolean suspects(Command command) {
        boolean plain = command.reads() ? !makesTable(command) : command.changesRows();
        return command.mode() != Command.Mode.CONTROL && (!plain || Calls.mayMark(command.sql()));
    }

    private static boolean makesTable(Command command) {
        return command.verb().equals("EXPLAIN") || Words.has(command.sql(), "into");
    }
}

package io.databased.postgresql;

import io.databased.spi.Command;
import java.util.Set;

/** What the first word of a statement tells. */
final class Keywords {
    /** See {@link PostgresConnection#reset()}. */
    static final String RESET = "SET SESSION AUTHORIZATION DEFAULT; RESET ALL; CLOSE ALL; UNLISTEN *;"
            + " SELECT pg_advisory_unlock_all();"
            + " DO $$ DECLARE name text; BEGIN"
            + " FOR name IN SELECT p.name FROM pg_prepared_statements p WHERE p.from_sql"
            + " LOOP EXECUTE format('DEALLOCATE %I', name); END LOOP; END $$;"
            + " DISCARD PLANS; DISCARD TEMP; DISCARD SEQUENCES";

    /** The tags of other statements do not count rows, or the driver reads letters as digits. */
    private static final Set<String> CHANGING = Set.of("INSERT", "UPDATE", "DELETE", "MERGE", "WITH");

    private static final Set<String> INSERTING = Set.of("INSERT", "MERGE", "WITH");

    private static final Set<String> READING = Set.of("SELECT", "VALUES", "TABLE", "SHOW", "EXPLAIN");

    private Keywords() {}

    static boolean changesRows(Command command) {
        return CHANGING.contains(command.verb());
    }

    /** Whether the rows that it returns may be those inserted. */
    static boolean inserts(Command command) {
        return INSERTING.contains(command.verb());
    }

    /** Whether the statement can be taken to read only; a function that it calls may still write. */
    static boolean reads(Command command) {
        return READING.contains(command.verb());
    }
}

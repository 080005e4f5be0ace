package io.databased.postgresql;

import io.databased.spi.Command;

/** What the text of a statement tells. */
final class Keywords {
    /** See {@link PostgresConnection#reset()}. */
    static final String RESET = "SET SESSION AUTHORIZATION DEFAULT; RESET ALL; CLOSE ALL; UNLISTEN *;"
            + " SELECT pg_advisory_unlock_all();"
            + " DO $$ DECLARE name text; BEGIN"
            + " FOR name IN SELECT p.name FROM pg_prepared_statements p WHERE p.from_sql"
            + " LOOP EXECUTE format('DEALLOCATE %I', name); END LOOP; END $$;"
            + " DISCARD PLANS; DISCARD TEMP; DISCARD SEQUENCES";

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

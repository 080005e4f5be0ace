package io.databased.postgresql;

import java.util.Locale;
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

    private static final Set<String> READING = Set.of("SELECT", "VALUES", "TABLE", "SHOW", "EXPLAIN");

    private Keywords() {}

    static boolean changesRows(String sql) {
        return CHANGING.contains(first(sql));
    }

    /** Whether the statement can be taken to read only; a function that it calls may still write. */
    static boolean reads(String sql) {
        return READING.contains(first(sql));
    }

    private static String first(String sql) {
        int start = 0;
        while (start < sql.length() && !Character.isLetter(sql.charAt(start))) {
            start = next(sql, start);
        }
        int end = start;
        while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
            end++;
        }
        return sql.substring(start, end).toUpperCase(Locale.ROOT);
    }

    /** The next place outside a comment. */
    private static int next(String sql, int at) {
        if (sql.startsWith("--", at)) {
            int end = sql.indexOf('\n', at);
            return end < 0 ? sql.length() : end + 1;
        }
        if (sql.startsWith("/*", at)) {
            int end = sql.indexOf("*/", at + 2);
            return end < 0 ? sql.length() : end + 2;
        }
        return at + 1;
    }
}

package io.databased.internal.sql;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The keywords that the classification knows. */
final class Verbs {
    static final Set<String> MODIFYING = Set.of("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "UPSERT");
    static final Set<String> INSERTING = Set.of("INSERT", "REPLACE", "MERGE", "UPSERT");
    static final Set<String> QUERYING = Set.of("SELECT", "VALUES", "TABLE");
    static final Set<String> DESCRIBING = Set.of("EXPLAIN", "DESCRIBE", "DESC");
    /** What sets something for the connection, also behind EXPLAIN ANALYZE. */
    static final Set<String> SETTING = Set.of("PRAGMA", "SET", "PREPARE");

    static final Set<String> ROUTINES = Set.of("TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE");
    static final Set<String> TEMPORARY = Set.of("TEMP", "TEMPORARY");
    static final Set<String> TEMPORARY_SCHEMAS = Set.of("TEMP", "PG_TEMP");
    /** What may stand between CREATE and TEMPORARY. */
    static final Set<String> CREATE_PREFIXES =
            Set.of("OR", "REPLACE", "LOCAL", "GLOBAL", "PRIVATE", "CACHED", "MEMORY");
    /** What may stand between FOR and the end of a locking clause. */
    static final Set<String> LOCK_STRENGTHS = Set.of("UPDATE", "SHARE", "NO", "KEY");
    /** Commit the transaction on MySQL, besides its definitions: <a
     * href="https://dev.mysql.com/doc/refman/8.4/en/implicit-commit.html">its list</a>. */
    static final Set<String> COMMITTING =
            Set.of("LOCK", "UNLOCK", "CACHE", "CHANGE", "FLUSH", "INSTALL", "UNINSTALL", "RESET", "START", "STOP");

    private static final Set<String> SESSION_FUNCTIONS = Set.of(
            "GET_LOCK",
            "RELEASE_LOCK",
            "RELEASE_ALL_LOCKS",
            "SET_CONFIG",
            "SETSEED",
            "LOAD_EXTENSION",
            "DBLINK_CONNECT");
    private static final Set<String> WRITING_FUNCTIONS = Set.of("NEXTVAL", "SETVAL", "PG_NOTIFY");

    private static final Map<String, StatementKind> KINDS = new HashMap<>();

    static {
        put(StatementKind.READ, "SELECT", "VALUES", "TABLE", "WITH", "EXPLAIN", "SHOW", "DESCRIBE", "DESC");
        put(StatementKind.WRITE, "INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "UPSERT", "NOTIFY", "COPY");
        put(StatementKind.DEFINITION, "CREATE", "ALTER", "DROP", "TRUNCATE", "RENAME", "COMMENT", "GRANT", "REVOKE");
        put(StatementKind.DEFINITION, "REINDEX", "ANALYZE", "ANALYSE", "VACUUM", "REFRESH", "CLUSTER", "SECURITY");
        put(StatementKind.DEFINITION, "REASSIGN", "IMPORT", "CHECK", "OPTIMIZE", "REPAIR");
        put(StatementKind.SESSION, "SET", "RESET", "PRAGMA", "LISTEN", "UNLISTEN", "PREPARE", "DEALLOCATE", "EXECUTE");
        put(
                StatementKind.SESSION,
                "DECLARE",
                "FETCH",
                "MOVE",
                "CLOSE",
                "HANDLER",
                "ATTACH",
                "DETACH",
                "LOCK",
                "UNLOCK");
        put(StatementKind.SESSION, "USE", "DISCARD", "LOAD");
        put(StatementKind.CONTROL, "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "ABORT", "XA");
    }

    private Verbs() {}

    private static void put(StatementKind kind, String... verbs) {
        for (String verb : verbs) {
            KINDS.put(verb, kind);
        }
    }

    /** The kind of a statement that begins with these two keywords; the second may be empty. */
    static StatementKind kind(String verb, String second) {
        return switch (verb + " " + second) {
            case "START TRANSACTION", "SAVE TRANSACTION", "SAVE TRAN", "PREPARE TRANSACTION", "PREPARE COMMIT" ->
                StatementKind.CONTROL;
            case "ALTER SESSION" -> StatementKind.SESSION;
            case "LOAD DATA", "LOAD XML" -> StatementKind.WRITE;
            default -> KINDS.getOrDefault(verb, StatementKind.OTHER);
        };
    }

    static boolean isSessionFunction(String name) {
        return SESSION_FUNCTIONS.contains(name) || (isAdvisoryLock(name) && !name.contains("_XACT_"));
    }

    /** Whether that function takes a lock of the connection, of PostgreSQL's. */
    static boolean isSessionLock(String name) {
        return isAdvisoryLock(name) && !name.contains("_XACT_") && !name.contains("UNLOCK");
    }

    static boolean isWritingFunction(String name) {
        return WRITING_FUNCTIONS.contains(name) || isAdvisoryLock(name);
    }

    private static boolean isAdvisoryLock(String name) {
        return name.startsWith("PG_ADVISORY_") || name.startsWith("PG_TRY_ADVISORY_");
    }
}

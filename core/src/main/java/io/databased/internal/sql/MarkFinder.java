package io.databased.internal.sql;

import io.databased.internal.sql.ParsedSql.Mark;
import io.databased.internal.sql.ParsedSql.Mark.Kind;
import java.util.Set;

/** Finds the {@link Mark} of a statement. It is none where in doubt. */
final class MarkFinder {
    /** Behind SET: of one transaction, of the whole server, or not kept by the connection at all. */
    private static final Set<String> ELSEWHERE =
            Set.of("", "LOCAL", "GLOBAL", "PERSIST", "PERSIST_ONLY", "PASSWORD", "DEFAULT", "RESOURCE", "STATEMENT");

    private static final Set<String> OF_THE_CONNECTION =
            Set.of("SCHEMA", "SEARCH_PATH", "SCHEMA_SEARCH_PATH", "SESSION", "LOCK_TIMEOUT", "QUERY_TIMEOUT");

    /** SQLite keeps others in the file, or does something when they are called. */
    private static final Set<String> PRAGMAS = Set.of(
            "ANALYSIS_LIMIT",
            "AUTOMATIC_INDEX",
            "BUSY_TIMEOUT",
            "CACHE_SIZE",
            "CACHE_SPILL",
            "CASE_SENSITIVE_LIKE",
            "CELL_SIZE_CHECK",
            "DEFER_FOREIGN_KEYS",
            "FOREIGN_KEYS",
            "IGNORE_CHECK_CONSTRAINTS",
            "JOURNAL_SIZE_LIMIT",
            "KEY",
            "LEGACY_ALTER_TABLE",
            "LOCKING_MODE",
            "MMAP_SIZE",
            "QUERY_ONLY",
            "READ_UNCOMMITTED",
            "RECURSIVE_TRIGGERS",
            "REVERSE_UNORDERED_SELECTS",
            "SECURE_DELETE",
            "SYNCHRONOUS",
            "TEMP_STORE",
            "TRUSTED_SCHEMA",
            "WAL_AUTOCHECKPOINT",
            "WRITABLE_SCHEMA");

    private String verb = "";
    private String name = "";
    private String word = "";
    private String called = "";
    private int words;
    private boolean valued;
    private boolean qualified;
    private boolean saysFalse;

    /** Takes the next token; {@code text} is its upper-case text if it is a word, else empty. */
    void accept(Token token, String text) {
        switch (token) {
            case WORD -> word(text);
            case DOT -> qualified = words == 2; // its schema comes first
            case OPEN -> {
                called = called.isEmpty() && marks(word) ? word : called;
                valued = true;
            }
            case SYMBOL -> valued = true;
            default -> {}
        }
        word = text;
    }

    private void word(String text) {
        words++;
        if (words == 1) {
            verb = text;
        } else if (words == 2 || (words == 3 && qualified && verb.equals("PRAGMA"))) {
            name = text;
        }
        saysFalse |= text.equals("FALSE");
    }

    private static boolean marks(String function) {
        return function.equals("SET_CONFIG") || locks(function);
    }

    private static boolean locks(String function) {
        return function.equals("GET_LOCK") || Verbs.isSessionLock(function);
    }

    Mark found() {
        return switch (verb) {
            case "SET" -> setting();
            case "USE" -> named(Kind.SETTING);
            case "ALTER" -> name.equals("SESSION") ? named(Kind.SETTING) : Mark.NONE;
            case "PRAGMA" -> valued && PRAGMAS.contains(name) ? named(Kind.SETTING) : Mark.NONE;
            case "LISTEN" -> named(Kind.SUBSCRIPTION);
            case "LOCK" -> named(Kind.LOCK);
            case "SELECT", "VALUES", "DO" -> called();
            default -> Mark.NONE;
        };
    }

    private Mark setting() {
        if (ELSEWHERE.contains(name)) {
            return Mark.NONE;
        }
        return named(OF_THE_CONNECTION.contains(name) ? Kind.SETTING : Kind.SETTING_OF_SOMETHING);
    }

    private Mark called() {
        if (locks(called)) {
            return new Mark(Kind.LOCK, called);
        }
        return called.isEmpty() || !saysFalse ? Mark.NONE : new Mark(Kind.SETTING, called);
    }

    private Mark named(Kind kind) {
        return new Mark(kind, (verb + " " + name).strip());
    }
}

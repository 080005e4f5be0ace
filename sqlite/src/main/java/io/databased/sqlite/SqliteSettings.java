package io.databased.sqlite;

import io.databased.DatabaseUrl;
import io.databased.InvalidUrlException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a URL says of an SQLite database. The options are those that neither run code nor read other files: {@code mode}
 * ({@code rwc}, the default, creates the file, {@code rw} does not, {@code ro} only reads), {@code busy_timeout} as
 * {@code 500ms} or {@code 5s}, and settings of the same name as SQLite's pragmas.
 */
final class SqliteSettings {
    static final Set<String> OPTIONS = Set.of(
            "mode",
            "busy_timeout",
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "cache_size",
            "temp_store",
            "mmap_size");

    private static final String MEMORY = ":memory:";
    private static final Duration DEFAULT_BUSY_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MAX_BUSY_TIMEOUT = Duration.ofHours(1);
    private static final Map<String, String> SYNCHRONOUS = Map.of("NORMAL", "1", "FULL", "2", "EXTRA", "3");
    private static final Map<String, String> TEMP_STORE = Map.of("DEFAULT", "0", "FILE", "1", "MEMORY", "2");
    private static final Set<String> JOURNALS = Set.of("WAL", "DELETE", "TRUNCATE", "PERSIST");

    /** Whether the file is created, written, or only read. */
    enum Mode {
        CREATE,
        WRITE,
        READ
    }

    private final @Nullable Path file;
    private final boolean temporary;
    private final Mode mode;
    private final int busyTimeout;
    private final String journal;
    private final Map<String, String> pragmas = new LinkedHashMap<>();

    SqliteSettings(DatabaseUrl url) {
        String name = url.database().orElse("");
        refuseUri(name);
        refuseReserved(name);
        temporary = name.isEmpty();
        file = temporary || name.equals(MEMORY) ? null : path(name);
        mode = switch (word(url, "mode", Set.of("RO", "RW", "RWC"), "RWC")) {
            case "RO" -> Mode.READ;
            case "RW" -> Mode.WRITE;
            default -> Mode.CREATE;
        };
        busyTimeout = busyTimeout(url);
        journal = word(url, "journal_mode", JOURNALS, "WAL").toLowerCase(Locale.ROOT);
        pragmas.put("trusted_schema", "0");
        pragmas.put("foreign_keys", url.booleanOption("foreign_keys").orElse(true) ? "1" : "0");
        pragmas.put("synchronous", SYNCHRONOUS.get(word(url, "synchronous", SYNCHRONOUS.keySet(), "FULL")));
        if (url.option("temp_store").isPresent()) {
            pragmas.put("temp_store", TEMP_STORE.get(word(url, "temp_store", TEMP_STORE.keySet(), "DEFAULT")));
        }
        number(url, "cache_size");
        number(url, "mmap_size");
    }

    /** It would be the name of a file, and who writes it wants something else. */
    private static void refuseUri(String name) {
        if (name.regionMatches(true, 0, "file:", 0, "file:".length())) {
            throw new InvalidUrlException(
                    "SQLite's own URIs, such as " + (name.contains(MEMORY) ? "file::memory:" : "file:…")
                            + ", have no place in a database URL; write sqlite:///:memory: for a database in memory, and"
                            + " sqlite:///app.db (relative) or sqlite:////data/app.db for a file");
        }
    }

    /** SQLite keeps names that begin so for itself; only one has a meaning so far. */
    private static void refuseReserved(String name) {
        if (name.startsWith(":") && !name.equals(MEMORY)) {
            throw new InvalidUrlException(
                    "SQLite has no database of a name that begins with a colon but :memory:; write"
                            + " sqlite:///:memory: for a database in memory, and sqlite:///./:name for a file of such a name");
        }
    }

    /** The file, or null for a database in memory or a temporary one. */
    @Nullable
    Path file() {
        return file;
    }

    /** What the driver is to open. */
    String driverName() {
        if (file != null) {
            // As a URI no character of the path has a meaning of its own.
            return file.toAbsolutePath().toUri().toString();
        }
        return temporary ? "" : MEMORY;
    }

    Mode mode() {
        return mode;
    }

    int busyTimeoutMillis() {
        return busyTimeout;
    }

    /** In lower case, as SQLite answers. */
    String journal() {
        return journal;
    }

    /** The pragmas to set, and what SQLite must answer when it is asked. */
    Map<String, String> pragmas() {
        return pragmas;
    }

    /** SQLite's own is in milliseconds, other times of a URL are in seconds: so no number is taken without its unit. */
    private static int busyTimeout(DatabaseUrl url) {
        if (url.option("busy_timeout").orElse("").matches("0*[1-9][0-9]*")) {
            throw busyTimeout("a duration with its unit, such as 500ms, 5s");
        }
        Duration timeout = url.durationOption("busy_timeout").orElse(DEFAULT_BUSY_TIMEOUT);
        if (timeout.compareTo(MAX_BUSY_TIMEOUT) > 0) {
            throw busyTimeout("at most " + MAX_BUSY_TIMEOUT.toHours() + "h");
        }
        return (int) timeout.toMillis();
    }

    private static InvalidUrlException busyTimeout(String legal) {
        return new InvalidUrlException(
                "illegal value for option 'busy_timeout' in the database URL; it takes " + legal);
    }

    private void number(DatabaseUrl url, String option) {
        Optional<Integer> value = url.intOption(option, Integer.MIN_VALUE + 1, Integer.MAX_VALUE);
        if (value.isPresent()) {
            pragmas.put(option, value.get().toString());
        }
    }

    private static String word(DatabaseUrl url, String option, Set<String> words, String standard) {
        String word = url.option(option).orElse(standard).toUpperCase(Locale.ROOT);
        if (!words.contains(word)) {
            String known = String.join(", ", words.stream().sorted().toList());
            throw new InvalidUrlException("invalid option '" + option + "' in the database URL; it takes " + known);
        }
        return word;
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new InvalidUrlException("the path of the SQLite file is no path on this system; percent-encode it");
        }
    }
}

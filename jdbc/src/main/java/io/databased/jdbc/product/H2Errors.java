package io.databased.jdbc.product;

import static java.util.Map.entry;

import io.databased.DatabaseMessage;
import io.databased.DatabaseMessage.Part;
import io.databased.StatementException.Kind;
import io.databased.spi.SqlStates;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What H2's failures mean. It quotes values only in certain kinds of message, and behind a constraint's name. */
final class H2Errors extends Errors {
    /** {@code org.h2.api.ErrorCode}, where it says more than the SQLSTATE. */
    static final Map<Integer, Kind> CODES = Map.ofEntries(
            entry(23502, Kind.NOT_NULL),
            entry(23503, Kind.FOREIGN_KEY),
            entry(23505, Kind.UNIQUE),
            entry(23506, Kind.FOREIGN_KEY),
            entry(23513, Kind.CHECK),
            entry(23514, Kind.CHECK),
            entry(28000, Kind.PERMISSION),
            entry(40001, Kind.DEADLOCK),
            entry(50100, Kind.UNSUPPORTED),
            entry(50200, Kind.BUSY),
            entry(57014, Kind.CANCELLED),
            entry(90020, Kind.BUSY),
            entry(90022, Kind.OBJECT),
            entry(90028, Kind.SYSTEM),
            entry(90030, Kind.CORRUPT),
            entry(90031, Kind.SYSTEM),
            entry(90035, Kind.OBJECT),
            entry(90036, Kind.OBJECT),
            entry(90037, Kind.OBJECT),
            entry(90038, Kind.OBJECT),
            entry(90045, Kind.OBJECT),
            entry(90046, Kind.SYSTEM),
            entry(90057, Kind.OBJECT),
            entry(90059, Kind.OBJECT),
            entry(90067, Kind.SYSTEM),
            entry(90078, Kind.OBJECT),
            entry(90079, Kind.OBJECT),
            entry(90096, Kind.PERMISSION),
            entry(90097, Kind.READ_ONLY),
            entry(90098, Kind.SYSTEM),
            entry(90106, Kind.OBJECT),
            entry(90107, Kind.OBJECT),
            entry(90119, Kind.OBJECT),
            entry(90120, Kind.OBJECT),
            entry(90121, Kind.SYSTEM),
            entry(90131, Kind.SERIALIZATION),
            entry(90146, Kind.OBJECT),
            entry(90149, Kind.OBJECT));

    /** What is told in place of H2's own words, which quote the URL or a path in it. */
    private static final Map<Integer, String> WORDS = Map.of(
            90011, "a relative path begins with ./, as in jdbc:h2:./movies; in memory it is jdbc:h2:mem:movies",
            90020, "another process has the database open; with AUTO_SERVER=TRUE in the URLs several may have it",
            90028, "a file of the database cannot be read or written; check its directory",
            90031, "a file of the database cannot be read or written; check its directory",
            90046, "the URL has not the form that H2 knows",
            90048, "the file of the database was written by another version of H2",
            90067, "the server cannot be reached, or has closed the connection",
            90088, "H2 does not know the MODE in the URL",
            90113, "H2 does not know a setting in the URL");

    /** H2's codes for a connection or database that is closed. */
    private static final Set<Integer> LOST = Set.of(90067, 90098, 90121);

    private static final Pattern NOTHING = Pattern.compile("(?!)");

    /** Names of several columns are told of none. */
    private static final Map<Kind, Pattern> NAMES = Map.of(
            Kind.UNIQUE,
                    Pattern.compile(
                            "violation: \"(?:[^\". ]+\\.)?(?<constraint>[^\". ]+) [^(]*?ON (?:[^. (]+\\.)?(?<table>[^. (]+)"
                                    + "\\((?:(?<column>[^, )]+)(?: NULLS (?:FIRST|LAST))?\\))?"),
            Kind.FOREIGN_KEY,
                    Pattern.compile("violation: \"(?<constraint>[^\": ]+): (?:[^. (]+\\.)?(?<table>[^. (]+) FOREIGN KEY"
                            + "\\((?:(?<column>[^, )]+)\\))?"),
            Kind.CHECK, Pattern.compile("violation: \"(?<constraint>[^\": ]+):"),
            Kind.NOT_NULL, Pattern.compile("column \"(?<column>[^\"]+)\""));

    @Override
    Kind kind(SQLException e) {
        Kind known = CODES.get(e.getErrorCode());
        return known != null ? known : super.kind(e);
    }

    @Override
    boolean losesConnection(SQLException e) {
        return LOST.contains(e.getErrorCode());
    }

    @Override
    String told(Kind kind, SQLException e, String message) {
        String words = WORDS.get(e.getErrorCode());
        if (words != null) {
            return words;
        }
        if (SqlStates.isAboutNames(kind)) {
            return before(message, "; SQL statement:");
        }
        if (kind == Kind.DATA) {
            return before(before(message, ": "), " \"");
        }
        return CONSTRAINTS.contains(kind) ? constraint(message) : super.told(kind, e, message);
    }

    /** What is named, in what H2 says of a violation. */
    @Override
    DatabaseMessage said(Kind kind, SQLException e, String message) {
        Pattern pattern = NAMES.get(kind);
        Matcher names = (pattern == null ? NOTHING : pattern).matcher(message);
        Map<Part, String> parts = new EnumMap<>(Part.class);
        if (names.find()) {
            add(parts, Part.COLUMN, kind == Kind.CHECK ? null : names.group("column"));
            add(parts, Part.CONSTRAINT, kind == Kind.NOT_NULL ? null : names.group("constraint"));
            add(parts, Part.TABLE, CONSTRAINTS.contains(kind) && kind != Kind.CHECK ? names.group("table") : null);
        }
        return DatabaseMessage.of(message, parts);
    }

    private static void add(Map<Part, String> parts, Part part, @Nullable String name) {
        if (name != null) {
            parts.put(part, name);
        }
    }

    /**
     * Of {@code … violation: "NAME ON TABLE(COLUMN) VALUES ( 1, 'x' )"}, {@code … ON TABLE(COLUMN) ( /* key:1 … )"} and {@code …
     * violation: "NAME: … (99)"}.
     */
    private static String constraint(String message) {
        String named = before(before(before(message, " VALUES ("), " ( /* "), "; SQL statement:");
        int name = named.indexOf('"') + 1;
        int end = name == 0 ? -1 : named.indexOf(':', name);
        return end < 0 ? named : named.substring(0, end) + '"';
    }
}

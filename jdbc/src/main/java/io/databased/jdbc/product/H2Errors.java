package io.databased.jdbc.product;

import static java.util.Map.entry;

import io.databased.StatementException.Kind;
import io.databased.spi.SqlStates;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

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
            entry(90067, Kind.SYSTEM),
            entry(90078, Kind.OBJECT),
            entry(90079, Kind.OBJECT),
            entry(90096, Kind.PERMISSION),
            entry(90097, Kind.READ_ONLY),
            entry(90098, Kind.SYSTEM),
            entry(90119, Kind.OBJECT),
            entry(90120, Kind.OBJECT),
            entry(90121, Kind.SYSTEM),
            entry(90131, Kind.SERIALIZATION),
            entry(90146, Kind.OBJECT),
            entry(90149, Kind.OBJECT));

    /** H2's codes for a connection or database that is closed. */
    private static final Set<Integer> LOST = Set.of(90067, 90098, 90121);

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
        if (SqlStates.isAboutNames(kind)) {
            return before(message, "; SQL statement:");
        }
        if (kind == Kind.DATA) {
            return before(before(message, ": "), " \"");
        }
        return CONSTRAINTS.contains(kind) ? constraint(message) : super.told(kind, e, message);
    }

    /** Of {@code … violation: "NAME ON TABLE(COLUMN) VALUES ( 1, 'x' )"} and {@code … violation: "NAME: … (99)"}. */
    private static String constraint(String message) {
        String named = before(before(message, " VALUES ("), "; SQL statement:");
        int name = named.indexOf('"') + 1;
        int end = name == 0 ? -1 : named.indexOf(':', name);
        return end < 0 ? named : named.substring(0, end) + '"';
    }
}

package io.databased.jdbc;

import static java.util.Map.entry;

import io.databased.StatementException.Kind;
import java.util.Map;

/** The codes of MySQL, MariaDB and TiDB, where they say more than the SQLSTATE: theirs for all constraints is 23000. */
final class MySqlErrors {
    /** A node that was cut off from its Galera cluster meanwhile cannot tell whether the others commit. */
    static final int ERROR_DURING_COMMIT = 1180;

    static final Map<Integer, Kind> CODES = Map.ofEntries(
            entry(1020, Kind.SERIALIZATION),
            entry(1021, Kind.DISK_FULL),
            entry(1044, Kind.PERMISSION),
            entry(1048, Kind.NOT_NULL),
            entry(1049, Kind.OBJECT),
            entry(1062, Kind.UNIQUE),
            entry(1114, Kind.DISK_FULL),
            entry(1142, Kind.PERMISSION),
            entry(1143, Kind.PERMISSION),
            entry(1205, Kind.BUSY),
            entry(1213, Kind.DEADLOCK),
            entry(1216, Kind.FOREIGN_KEY),
            entry(1217, Kind.FOREIGN_KEY),
            entry(1290, Kind.READ_ONLY),
            entry(1317, Kind.CANCELLED),
            entry(1364, Kind.NOT_NULL),
            entry(1451, Kind.FOREIGN_KEY),
            entry(1452, Kind.FOREIGN_KEY),
            entry(1557, Kind.FOREIGN_KEY),
            entry(1586, Kind.UNIQUE),
            entry(1792, Kind.READ_ONLY),
            entry(1836, Kind.READ_ONLY),
            entry(1969, Kind.TIMEOUT),
            entry(3024, Kind.TIMEOUT),
            entry(3819, Kind.CHECK),
            entry(4025, Kind.CHECK),
            // TiDB's
            entry(8002, Kind.SERIALIZATION),
            entry(8005, Kind.SERIALIZATION),
            entry(8022, Kind.SERIALIZATION),
            entry(8028, Kind.SERIALIZATION),
            entry(9007, Kind.SERIALIZATION));

    private MySqlErrors() {}
}

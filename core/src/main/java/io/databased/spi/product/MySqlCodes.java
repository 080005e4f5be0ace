package io.databased.spi.product;

import static java.util.Map.entry;

import io.databased.StatementException.Kind;
import io.databased.spi.SqlStates;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the error numbers of MySQL, MariaDB and TiDB mean, where they say more than the SQLSTATE: one table, so that a server
 * is understood alike through every driver. The numbers are those of <a
 * href="https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html">MySQL</a>, <a
 * href="https://mariadb.com/docs/server/reference/error-codes">MariaDB</a>, and from 8000 on <a
 * href="https://docs.pingcap.com/tidb/stable/error-codes">TiDB</a>.
 */
public final class MySqlCodes {
    /** A lock did not become free in time; a setting of the server decides whether the transaction is rolled back. */
    public static final int LOCK_WAIT_TIMEOUT = 1205;

    /** The server failed while it committed, and does not say whether it has. */
    public static final int ERROR_DURING_COMMIT = 1180;

    /** There is no such savepoint, or procedure. */
    public static final int NO_SUCH_SAVEPOINT = 1305;

    /** The statement cannot be prepared. */
    public static final int NOT_PREPARABLE = 1295;

    /** The client was silent for too long. */
    private static final int CLIENT_TIMEOUT = 4031;

    /** What is not there, is there already, or is not told apart from another. */
    private static final Set<Integer> OBJECTS = Set.of(
            1007,
            1008,
            1049,
            1050,
            1051,
            1052,
            1054,
            1060,
            1061,
            1066,
            1072,
            1091,
            1128,
            1146,
            1193,
            1304,
            1347,
            1356,
            1359,
            1360,
            3011,
            NO_SUCH_SAVEPOINT);

    private static final Map<Integer, Kind> KINDS = kinds();

    /** A deadlock, a conflict of snapshots, a full table of locks. */
    private static final Set<Integer> ENDING = Set.of(1020, 1206, 1213, 1613, 1614, 3101, 3102);

    /** Shutdown, KILL, idle for too long, a packet that is too large or out of order. */
    private static final Set<Integer> LOSSES = Set.of(
            1053, 1079, 1152, 1153, 1156, 1157, 1158, 1159, 1160, 1161, 1184, 1927, 2006, 2013, 3169, CLIENT_TIMEOUT);

    private MySqlCodes() {}

    private static Map<Integer, Kind> kinds() {
        Map<Kind, Set<Integer>> codes = Map.ofEntries(
                entry(Kind.UNIQUE, Set.of(1022, 1062, 1169, 1586, 1859)),
                entry(Kind.FOREIGN_KEY, Set.of(1216, 1217, 1451, 1452, 1557, 1761, 1762)),
                entry(Kind.NOT_NULL, Set.of(1048, 1364)),
                entry(Kind.CHECK, Set.of(3819, 4025)),
                entry(Kind.DATA, Set.of(1264, 1265, 1292, 1301, 1365, 1366, 1406, 1411, 1441, 3140, 3988, 4038)),
                entry(Kind.SYNTAX, Set.of(1064, 1065, 1136, 1149, 1222, 1241)),
                entry(Kind.OBJECT, OBJECTS),
                entry(Kind.PERMISSION, Set.of(1044, 1045, 1130, 1142, 1143, 1227, 1370, 1410, 1698)),
                entry(Kind.SERIALIZATION, Set.of(1020, 3101, 8002, 8005, 8022, 8028, 9007)),
                entry(Kind.DEADLOCK, Set.of(1213, 1614)),
                entry(Kind.BUSY, Set.of(LOCK_WAIT_TIMEOUT, 1206, 3572)),
                entry(Kind.CANCELLED, Set.of(1317)),
                entry(Kind.TIMEOUT, Set.of(1613, 1969, 3024)),
                entry(Kind.READ_ONLY, Set.of(1223, 1290, 1792, 1836)),
                entry(Kind.DISK_FULL, Set.of(1021, 1114)),
                entry(Kind.CORRUPT, Set.of(1034, 1712, 1877)),
                entry(
                        Kind.SYSTEM,
                        Set.of(
                                1037,
                                1040,
                                1041,
                                1047,
                                1053,
                                1153,
                                1203,
                                1226,
                                ERROR_DURING_COMMIT,
                                1927,
                                3169,
                                CLIENT_TIMEOUT)),
                entry(Kind.UNSUPPORTED, Set.of(1178, 1235, 1286, NOT_PREPARABLE)));
        Map<Integer, Kind> kinds = new HashMap<>();
        codes.forEach((kind, each) -> each.forEach(code -> kinds.put(code, kind)));
        return Map.copyOf(kinds);
    }

    /** The numbers that have a kind of their own here. */
    public static Set<Integer> known() {
        return KINDS.keySet();
    }

    /** The portable kind: that of the number, else that of the SQLSTATE. */
    public static Kind kind(int code, @Nullable String sqlState) {
        Kind kind = KINDS.get(code);
        return kind != null ? kind : SqlStates.kind(sqlState);
    }

    /** Whether the server has rolled back the whole transaction, always. */
    public static boolean endsTransaction(int code) {
        return ENDING.contains(code);
    }

    /**
     * Whether the server says with this number that it closes, or has closed, the connection.
     *
     * @param said its words, because a number of MySQL's is also one of MariaDB's, where it says that the trigger that is named
     *     behind FOLLOWS does not exist
     */
    public static boolean losesConnection(int code, @Nullable String said) {
        boolean ofTrigger = code == CLIENT_TIMEOUT && said != null && said.indexOf('\'') >= 0;
        return LOSSES.contains(code) && !ofTrigger;
    }
}

package io.databased.mysql;

import static java.util.Map.entry;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.SqlStates;
import io.databased.vertx.DriverFailures;
import io.vertx.mysqlclient.MySQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the server's refusals mean, by the codes of <a
 * href="https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html">MySQL</a> and <a
 * href="https://mariadb.com/docs/server/reference/error-codes">MariaDB</a>, and <a
 * href="https://docs.pingcap.com/tidb/stable/error-codes">TiDB</a> from 8000 on, else by their SQLSTATEs.
 */
final class MySqlErrors {
    static final int NO_SUCH_SAVEPOINT = 1305;
    static final int NOT_PREPARABLE = 1295;
    static final int LOCK_WAIT_TIMEOUT = 1205;

    /** An unknown command; a node of a cluster says it to every statement while it is cut off from the others. */
    static final int NODE_NOT_READY = 1047;

    private static final int ERROR_DURING_COMMIT = 1180;

    private static final Map<Integer, Kind> KINDS = kinds();

    /** A deadlock, a conflict of snapshots, a full table of locks: all is rolled back. */
    private static final Set<Integer> ENDING = Set.of(1020, 1206, 1213, 1613, 1614, 3101, 3102);

    /** Shutdown, KILL, idle for too long, a packet that is too large or out of order: the server closes the connection. */
    private static final Set<Integer> LOSSES =
            Set.of(1053, 1079, 1152, 1153, 1156, 1157, 1158, 1159, 1160, 1161, 1184, 1927, 2006, 2013, 3169, 4031);

    /** No access, no such database, no such way to log in. */
    private static final Set<Integer> PERMANENT = Set.of(1044, 1045, 1049, 1130, 1251, 1524, 1698, 3118, 3955, 4151);

    private MySqlErrors() {}

    private static Map<Integer, Kind> kinds() {
        Map<Kind, Set<Integer>> codes = Map.ofEntries(
                entry(Kind.UNIQUE, Set.of(1022, 1062, 1169, 1586, 1859)),
                entry(Kind.FOREIGN_KEY, Set.of(1216, 1217, 1451, 1452, 1557, 1761, 1762)),
                entry(Kind.NOT_NULL, Set.of(1048, 1364)),
                entry(Kind.CHECK, Set.of(3819, 4025)),
                entry(Kind.DATA, Set.of(1264, 1265, 1292, 1365, 1366, 1406, 1411, 1441, 3140, 4038)),
                entry(Kind.SYNTAX, Set.of(1064, 1065, 1149)),
                entry(Kind.OBJECT, Set.of(1007, 1008, 1049, 1050, 1051, 1054, 1060, 1061, 1091, 1146, 1305)),
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
                        Set.of(1037, 1040, 1041, 1047, 1053, 1153, 1203, 1226, ERROR_DURING_COMMIT, 1927, 3169, 4031)),
                entry(Kind.UNSUPPORTED, Set.of(1178, 1235, 1286, NOT_PREPARABLE)));
        Map<Integer, Kind> kinds = new HashMap<>();
        codes.forEach((kind, each) -> each.forEach(code -> kinds.put(code, kind)));
        return Map.copyOf(kinds);
    }

    /** @param timeoutEnds whether a lock that was waited for in vain ends the transaction, as it may be set */
    static BackendException refused(Throwable failure, Effect effect, boolean timeoutEnds) {
        if (failure instanceof MySQLException refused) {
            int code = refused.getErrorCode();
            Kind kind = kind(refused);
            boolean ended = ENDING.contains(code) || (code == LOCK_WAIT_TIMEOUT && timeoutEnds);
            String message = ErrorMessages.withoutValues(refused, kind);
            return new BackendException(
                    message,
                    kind,
                    ended && effect == Effect.STATEMENT ? Effect.TRANSACTION_ENDED : effect,
                    refused.getSqlState(),
                    code,
                    new MySQLException(message, code, refused.getSqlState()));
        }
        if (failure instanceof UntrustworthyServerException) {
            return new BackendException(String.valueOf(failure.getMessage()), Kind.SYSTEM, effect, failure);
        }
        if (DriverFailures.notEncoded(failure)) {
            return new BackendException(
                    "the server counts other parameters in the statement than there are values; are there any in a"
                            + " place where it takes none?",
                    Kind.DATA,
                    effect,
                    null);
        }
        return new BackendException("the driver failed: " + failure.getClass().getName(), Kind.OTHER, effect, null);
    }

    static Kind kind(MySQLException refused) {
        Kind kind = KINDS.get(refused.getErrorCode());
        return kind != null ? kind : SqlStates.kind(refused.getSqlState());
    }

    /** Whether the failure is of the connection: what did not come from the server, and its word that it closes it. */
    static boolean isLoss(Throwable failure) {
        return failure instanceof MySQLException refused
                ? LOSSES.contains(refused.getErrorCode())
                : !DriverFailures.notEncoded(failure);
    }

    /**
     * Whether a node cannot tell if it has committed: the others may have got the transaction before it was cut off, and then
     * it is committed there, and here when the node is back.
     */
    static boolean leavesNodeInDoubt(Throwable failure) {
        return is(failure, ERROR_DURING_COMMIT);
    }

    /**
     * A node that is cut off from its cluster has looked at nothing. Its transaction is still open, and goes with the
     * connection; on another node the work may succeed.
     */
    static BackendException nodeNotReady(BackendException refused, Effect effect, boolean inTransaction) {
        Effect left = effect != Effect.STATEMENT ? effect : inTransaction ? Effect.TRANSACTION_ENDED : Effect.NOT_SENT;
        return new BackendException(
                refused.getMessage(),
                Kind.SERIALIZATION,
                left,
                refused.sqlState(),
                refused.vendorCode(),
                refused.getCause());
    }

    static boolean is(@Nullable Throwable failure, int code) {
        return failure instanceof MySQLException refused && refused.getErrorCode() == code;
    }

    /** What no further attempt will mend. */
    static boolean isPermanent(@Nullable Integer code) {
        return code != null && PERMANENT.contains(code);
    }
}

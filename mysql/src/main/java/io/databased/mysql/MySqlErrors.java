package io.databased.mysql;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.product.MySqlCodes;
import io.databased.spi.product.MySqlMessages;
import io.databased.vertx.DriverFailures;
import io.databased.vertx.UntrustworthyServerException;
import io.vertx.mysqlclient.MySQLException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the server's refusals mean, by {@link MySqlCodes}, and what they leave. */
final class MySqlErrors {
    static final int ACCESS_DENIED = 1045;

    /** An unknown command; a node of a cluster says it to every statement while it is cut off from the others. */
    static final int NODE_NOT_READY = 1047;

    /** No access, no such database, no such way to log in. */
    private static final Set<Integer> PERMANENT = Set.of(1044, 1045, 1049, 1130, 1251, 1524, 1698, 3118, 3955, 4151);

    private static final String BEFORE_WORDS = "{errorMessage=";

    private MySqlErrors() {}

    /** @param timeoutEnds whether a lock that did not become free in time ends the transaction, as it may be set */
    static BackendException refused(Throwable failure, Effect effect, boolean timeoutEnds) {
        if (failure instanceof MySQLException refused) {
            int code = refused.getErrorCode();
            Kind kind = kind(refused);
            boolean ended = endsTransaction(refused, timeoutEnds);
            String message = MySqlMessages.told(code, refused.getSqlState(), words(refused), kind);
            return new BackendException(
                            message,
                            kind,
                            ended && effect == Effect.STATEMENT ? Effect.TRANSACTION_ENDED : effect,
                            refused.getSqlState(),
                            code,
                            new MySQLException(message, code, refused.getSqlState()))
                    .withDatabaseMessage(MySqlMessages.message(words(refused), kind));
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

    /** Whether the server has rolled the whole transaction back, and not the statement only. */
    static boolean endsTransaction(@Nullable Throwable failure, boolean timeoutEnds) {
        return failure instanceof MySQLException refused
                && (MySqlCodes.endsTransaction(refused.getErrorCode())
                        || (timeoutEnds && refused.getErrorCode() == MySqlCodes.LOCK_WAIT_TIMEOUT));
    }

    /** The server's words, which the driver puts between others. */
    private static String words(MySQLException refused) {
        String message = String.valueOf(refused.getMessage());
        int end = message.lastIndexOf(", errorCode=");
        return message.startsWith(BEFORE_WORDS) && end >= BEFORE_WORDS.length()
                ? message.substring(BEFORE_WORDS.length(), end)
                : message;
    }

    static Kind kind(MySQLException refused) {
        return MySqlCodes.kind(refused.getErrorCode(), refused.getSqlState());
    }

    /** Whether the failure is of the connection: what did not come from the server, and its word that it closes it. */
    static boolean isLoss(Throwable failure) {
        return failure instanceof MySQLException refused
                ? MySqlCodes.losesConnection(refused.getErrorCode(), words(refused))
                : !DriverFailures.notEncoded(failure);
    }

    /**
     * Whether a node cannot tell if it has committed: the others may have got the transaction before it was cut off, and then
     * it is committed there, and here when the node is back.
     */
    static boolean leavesNodeInDoubt(Throwable failure) {
        return is(failure, MySqlCodes.ERROR_DURING_COMMIT);
    }

    /**
     * A node that is cut off from its cluster has looked at nothing. Its transaction is still open, and goes with the
     * connection; on another node the work may succeed.
     */
    static BackendException nodeNotReady(BackendException refused, Effect effect, boolean inTransaction) {
        Effect left = effect != Effect.STATEMENT ? effect : inTransaction ? Effect.TRANSACTION_ENDED : Effect.NOT_SENT;
        return refused.with(refused.getMessage(), Kind.SERIALIZATION, left, refused.getCause());
    }

    static boolean is(@Nullable Throwable failure, int code) {
        return failure instanceof MySQLException refused && refused.getErrorCode() == code;
    }

    /** What trying again does not change. */
    static boolean isPermanent(@Nullable Integer code) {
        return code != null && PERMANENT.contains(code);
    }

    /** What a server says before it closes: a packet with its code, perhaps {@code #} and an SQLSTATE, and words. */
    static MySQLException unasked(byte[] packet) {
        if (packet.length < 3) {
            return new MySQLException("", 0, "HY000");
        }
        int code = (packet[1] & 0xFF) | ((packet[2] & 0xFF) << 8);
        boolean stated = packet.length >= 9 && packet[3] == '#';
        String state = stated ? new String(packet, 4, 5, StandardCharsets.UTF_8) : "HY000";
        int words = stated ? 9 : 3;
        return new MySQLException(
                new String(packet, words, packet.length - words, StandardCharsets.UTF_8), code, state);
    }
}

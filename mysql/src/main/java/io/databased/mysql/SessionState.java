package io.databased.mysql;

import io.databased.vertx.UnreadableValueException;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What the server tells of its session: whether a transaction is open, and the settings by which values are sent and read: the
 * time zone, and how texts are encoded. It tells at the end of each answer that is no error, also of what a trigger has
 * changed. Written on the event loop.
 */
final class SessionState {
    private static final String TRACK =
            "SET SESSION session_track_system_variables = 'time_zone,character_set_client,character_set_connection,"
                    + "character_set_results,sql_mode', session_track_state_change = 1";

    /** MariaDB tells of what a failed statement has left only with news of a transaction. */
    private static final String TRACK_TRANSACTIONS = ", session_track_transaction_info = 'STATE'";

    /** Changes nothing, and has MariaDB tell of what {@code SET @@time_zone} has changed, which it would not. */
    static final String TELL = "SET time_zone = @@time_zone, character_set_client = @@character_set_client,"
            + " character_set_connection = @@character_set_connection, character_set_results = @@character_set_results,"
            + " sql_mode = @@sql_mode";

    static final String ZONE = "+00:00";
    static final String ENCODING = "utf8mb4";

    private static final int IN_TRANSACTION = 0x1;
    private static final int AUTOCOMMIT = 0x2;
    private static final int SYSTEM_VARIABLE = 0;
    private static final int ANYTHING = 2;
    private static final Set<String> ENCODINGS =
            Set.of("character_set_client", "character_set_connection", "character_set_results");

    private int flags = AUTOCOMMIT;
    private volatile boolean tells;
    private final AtomicBoolean marked = new AtomicBoolean();
    private volatile SqlMode sqlMode = SqlMode.UNKNOWN;
    private volatile @Nullable String zone;
    private volatile boolean restoring;
    private @Nullable String zoneBefore;
    private volatile @Nullable String encoding;

    /** Whether a transaction is open, by the last statement that succeeded; on the event loop. */
    boolean inTransaction() {
        return (flags & IN_TRANSACTION) != 0;
    }

    /** Whether statements commit themselves outside of transactions, by the last that succeeded; on the event loop. */
    boolean autocommits() {
        return (flags & AUTOCOMMIT) != 0;
    }

    /** The flags at the end of an answer. */
    void flags(int told) {
        flags = told;
    }

    /** The statement that has the server tell; one that cannot refuses it. */
    static String track(boolean mariaDb) {
        return mariaDb ? TRACK + TRACK_TRANSACTIONS : TRACK;
    }

    /** Whether the server has taken that statement. */
    void tells(boolean can) {
        tells = can;
    }

    boolean tells() {
        return tells;
    }

    /**
     * Whether the session was changed since this was last asked, by other statements than those of this library: a setting, a
     * user variable, a temporary table, a prepared statement, the database.
     */
    boolean takeMark() {
        return marked.get() && marked.getAndSet(false);
    }

    SqlMode sqlMode() {
        return sqlMode;
    }

    /** It was asked for. */
    void sqlMode(SqlMode now) {
        sqlMode = now;
    }

    /** The time zone of what is sent now, if it is not the one that this library sets; else null. */
    @Nullable
    String otherZone() {
        return restoring ? null : zone;
    }

    /** The same, of the last statement that succeeded when it had ended; on the event loop. */
    @Nullable
    String otherZoneAfter() {
        return zone;
    }

    /** The same, when the last statement that succeeded began; on the event loop. */
    @Nullable
    String otherZoneBefore() {
        return zoneBefore;
    }

    /** A statement has succeeded; what it has changed is to be read. */
    void succeeded() {
        zoneBefore = zone;
    }

    /** The setting that texts are encoded by, with its value, if one is not as this library sets it; else null. */
    @Nullable
    String otherEncoding() {
        return encoding;
    }

    /** Whether they are to be set again. */
    boolean areChanged() {
        return !restoring && (zone != null || encoding != null);
    }

    /** What sets them again is sent; what is on its way ahead of it runs with what they are. */
    void restoring() {
        restoring = true;
    }

    /** They are as this library sets them. */
    void restored() {
        zone = null;
        encoding = null;
        restoring = false;
    }

    /**
     * A {@code TIMESTAMP}, which the server sends as a time of its session's zone.
     *
     * @throws UnreadableValueException if that is another one than this library sets
     */
    OffsetDateTime instant(String column, LocalDateTime value) {
        String other = zone;
        if (other != null) {
            throw new UnreadableValueException(
                    "column \"" + column + "\" is a TIMESTAMP, and the session's time_zone is '"
                            + other + "' where this library has set UTC; it would be read as another instant"
                            + SessionSettings.REMEDY);
        }
        return value.atOffset(ZoneOffset.UTC);
    }

    /**
     * Reads the changes that end an answer: each is a kind, a length, and of a variable its name and its value.
     *
     * @param ours whether it is the answer to a setting of this library
     */
    void read(ByteBuf packet, int from, int end, boolean ours) {
        int at = from;
        while (at < end) {
            int kind = packet.getUnsignedByte(at);
            int next = LengthEncoded.skip(packet, at + 1);
            if (next > end) {
                return;
            }
            if (kind == ANYTHING && !ours) {
                marked.set(true);
            }
            int name = at + 1 + LengthEncoded.size(packet, at + 1);
            while (kind == SYSTEM_VARIABLE && name < next) { // MariaDB tells of several at once
                int value = LengthEncoded.skip(packet, name);
                changed(text(packet, name), value < next ? text(packet, value) : "");
                name = value < next ? LengthEncoded.skip(packet, value) : next;
            }
            at = next;
        }
    }

    private void changed(String name, String value) {
        if (name.equals("sql_mode")) {
            sqlMode = SqlMode.of(value);
        } else if (name.equals("time_zone")) {
            zone = value.equals(ZONE) ? null : value;
        } else if (ENCODINGS.contains(name)) {
            if (!value.toLowerCase(Locale.ROOT).equals(ENCODING)) {
                encoding = name + " = " + value;
            } else if (encoding != null && encoding.startsWith(name)) {
                encoding = null;
            }
        }
    }

    private static String text(ByteBuf packet, int at) {
        int length = (int) LengthEncoded.number(packet, at);
        return packet.toString(at + LengthEncoded.size(packet, at), length, StandardCharsets.UTF_8);
    }
}

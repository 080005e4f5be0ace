package io.databased.postgresql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server's name for a transaction, and where its log was when the name was asked for: what the transaction had written
 * is before that position, and its COMMIT is behind it.
 *
 * @param position null on servers that have no such log
 * @param timeline of the log, which is another one after each failover; null as the position
 */
record TransactionId(
        String text, @Nullable String position, @Nullable Integer timeline) {
    /**
     * Asked at connecting: whether the server has such a log. Aurora and YugabyteDB have a storage of their own in its place: they
     * refuse the functions that tell positions, and lose no commit in a failover.
     */
    static final String LOG_QUESTION =
            "SELECT to_regproc('aurora_version') IS NULL AND to_regproc('yb_servers') IS NULL";

    /** Asks both at once, where that was not asked at connecting. */
    static final String WHOLE_QUESTION = """
            SELECT id::text,
                CASE WHEN logged THEN pg_current_wal_insert_lsn()::text END,
                CASE WHEN logged THEN pg_walfile_name(pg_current_wal_insert_lsn()) END
            FROM (SELECT id, id IS NOT NULL AND to_regproc('aurora_version') IS NULL
                AND to_regproc('yb_servers') IS NULL AS logged FROM pg_current_xact_id_if_assigned() AS id) AS asked""";

    /** The question where there is a log. A standby, which gives no names, would refuse to tell its position. */
    private static final String QUESTION = """
            SELECT pg_current_xact_id_if_assigned()::text,
                CASE WHEN pg_current_xact_id_if_assigned() IS NOT NULL THEN pg_current_wal_insert_lsn()::text END,
                CASE WHEN pg_current_xact_id_if_assigned() IS NOT NULL THEN pg_walfile_name(pg_current_wal_insert_lsn()) END""";

    private static final String QUESTION_WITHOUT_LOG = "SELECT pg_current_xact_id_if_assigned()::text";

    private static final int TIMELINE_DIGITS = 8;
    private static final int HEXADECIMAL = 16;

    /** Of the answer; null if the transaction has none, or had failed before. */
    static @Nullable TransactionId of(List<@Nullable Object[]> rows) {
        @Nullable Object[] answer = rows.isEmpty() ? new @Nullable Object[1] : rows.get(0);
        String text = (String) answer[0];
        if (text == null) {
            return null;
        }
        String file = answer.length == 1 ? null : (String) answer[2];
        return file == null
                ? new TransactionId(text, null, null)
                : new TransactionId(text, (String) answer[1], timeline(file));
    }

    /** How to ask a server that has a log, or has none. */
    static String question(boolean logged) {
        return logged ? QUESTION : QUESTION_WITHOUT_LOG;
    }

    /** The timeline as the names of the log's files begin with it. */
    @Nullable
    String timelineOfFiles() {
        return timeline == null ? null : String.format("%08X", timeline);
    }

    /** The name of a file of the log begins with it. */
    static int timeline(String file) {
        return Integer.parseUnsignedInt(file.substring(0, TIMELINE_DIGITS), HEXADECIMAL);
    }
}

package io.databased.mysql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a connection asks its server once, after the login.
 *
 * @param connectionId what {@code KILL} calls the connection
 * @param timeoutEnds whether a lock that was waited for in vain ends the transaction, and not the statement only
 * @param largestPacket how many bytes the server takes at once
 * @param clustered whether the server is a node of a Galera cluster, which may refuse what it is told at any time
 */
record ServerFacts(long connectionId, boolean timeoutEnds, long largestPacket, boolean clustered) {
    static final String QUESTION = "SELECT CONNECTION_ID(), @@innodb_rollback_on_timeout, @@max_allowed_packet";
    static final String CLUSTER_QUESTION = "SELECT @@wsrep_on";

    /** Does nothing; a node of a cluster refuses it while it would refuse every statement. */
    static final String READY_QUESTION = "DO 0";

    static final ServerFacts UNKNOWN = new ServerFacts(0, true, Long.MAX_VALUE, false);

    static ServerFacts of(List<@Nullable Object[]> answer, boolean clustered) {
        @Nullable Object[] row = answer.get(0);
        return new ServerFacts(number(row[0]), number(row[1]) != 0, number(row[2]), clustered);
    }

    static boolean clustered(@Nullable List<@Nullable Object[]> answer) {
        return answer != null && !answer.isEmpty() && number(answer.get(0)[0]) != 0;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}

package io.databased.mysql;

import io.databased.vertx.Exchange.Part;
import io.databased.vertx.Flight;
import io.databased.vertx.Messages;
import io.vertx.sqlclient.spi.DatabaseMetadata;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a connection asks its server once, after the login.
 *
 * @param connectionId what {@code KILL} calls the connection
 * @param timeoutEnds whether a lock that did not become free in time ends the transaction, and not the statement only
 * @param largestPacket how many bytes the server takes at once
 * @param clustered whether the server is a node of a Galera cluster, which may refuse what it is told at any time
 * @param start when the server was started, in seconds; 0 if it does not say
 * @param database where names without one belong to; empty if the URL has none
 */
record ServerFacts(
        long connectionId,
        boolean timeoutEnds,
        long largestPacket,
        boolean clustered,
        long start,
        Optional<String> database) {
    static final String QUESTION =
            "SELECT CONNECTION_ID(), @@innodb_rollback_on_timeout, @@max_allowed_packet, DATABASE(), "
                    + SqlMode.QUESTION;
    static final String CLUSTER_QUESTION = "SELECT @@wsrep_on";

    /** Does nothing; a node of a cluster refuses it while it would refuse every statement. */
    static final String READY_QUESTION = "DO 0";

    /** Leaves what was wrong with the statement before it to be asked for, which on MySQL no other statement does. */
    static final String QUESTION_THAT_KEEPS_WARNINGS = "SHOW WARNINGS LIMIT 0";

    static final ServerFacts UNKNOWN = new ServerFacts(0, true, Long.MAX_VALUE, false, 0, Optional.empty());

    static ServerFacts of(List<@Nullable Object[]> answer, boolean clustered) {
        @Nullable Object[] row = answer.get(0);
        return new ServerFacts(
                number(row[0]),
                number(row[1]) != 0,
                number(row[2]),
                clustered,
                0,
                Optional.ofNullable(row[3]).map(Object::toString));
    }

    /** The mode of a session that was set up, by the same answer. */
    static SqlMode sqlMode(List<@Nullable Object[]> answer) {
        @Nullable Object[] row = answer.get(0);
        return SqlMode.of(number(row[4]) != 0, number(row[5]) != 0);
    }

    ServerFacts startedAt(long seconds) {
        return new ServerFacts(connectionId, timeoutEnds, largestPacket, clustered, seconds, database);
    }

    /** A flight that asks one thing. */
    static Flight question(String sql, Consumer<Flight> answered) {
        Flight flight = new Flight(null, answered);
        flight.add(Messages.text(Part.STATEMENT, sql));
        return flight;
    }

    static void requireNoDatabase(List<@Nullable Object[]> answer) {
        if (answer.get(0)[0] != null) { // there is no way back
            throw new IllegalStateException("the connection was given a database, and the URL has none");
        }
    }

    static boolean isMariaDb(DatabaseMetadata product) {
        return product.fullVersion().contains("MariaDB");
    }

    /** The start of the server, which tells one life of it from the next; the two products keep it in different places. */
    static String startQuestion(DatabaseMetadata product) {
        String status = isMariaDb(product) ? "information_schema" : "performance_schema";
        return "SELECT CAST(UNIX_TIMESTAMP() - VARIABLE_VALUE AS SIGNED) FROM " + status
                + ".global_status WHERE VARIABLE_NAME = 'UPTIME'";
    }

    static long start(@Nullable List<@Nullable Object[]> answer) {
        return answer == null || answer.isEmpty() ? 0 : number(answer.get(0)[0]);
    }

    /** Whether the connection that these are the facts of is one of that server, and not of an earlier life of it. */
    boolean isOfServerStartedAt(long other) {
        return start == 0 || other == 0 || Math.abs(start - other) <= 1;
    }

    static boolean clustered(@Nullable List<@Nullable Object[]> answer) {
        return answer != null && !answer.isEmpty() && number(answer.get(0)[0]) != 0;
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }
}

package io.databased.internal.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement as its user called it, and what the server saw of it. */
final class Issued {
    /** How many rows one statement inserts at most. */
    private static final int ROWS = 4;

    /** What it is. */
    enum Kind {
        INSERT("INSERT INTO t VALUES (?)"),
        BATCH("INSERT INTO t VALUES (?)"),
        FETCH("SELECT a FROM t WHERE a > ?"),
        STREAM("SELECT a, b FROM t WHERE a > ?"),
        SET("SET a = ?");

        final String sql;

        Kind(String sql) {
            this.sql = sql;
        }

        boolean inserts() {
            return this == INSERT || this == BATCH;
        }
    }

    final int number;
    final Kind kind;
    final @Nullable SessionModel session;
    final List<Long> rows = new ArrayList<>();

    @Nullable
    Promise promise;

    /** Its own, if the query has one. */
    @Nullable
    Duration timeout;

    // What the server saw.
    int received;
    int executed;
    int applied;
    long askedAt = -1;
    long receivedAt = -1;
    long answeredAt = -1;
    boolean refused;

    // What its user did.
    boolean bySubscriber;
    boolean streamEnded;

    Issued(int number, Kind kind, @Nullable SessionModel session, int rowCount) {
        this.number = number;
        this.kind = kind;
        this.session = session;
        for (int i = 0; i < rowCount; i++) {
            rows.add((long) number * ROWS + i);
        }
    }

    static int numberOf(long row) {
        return (int) (row / ROWS);
    }

    /** Whether somebody gave it up, so that it may be told to stop. */
    boolean isGivenUp(World world) {
        Promise told = promise;
        Duration limit = limit(world);
        return streamEnded
                || world.time.now() >= world.graceOver
                || (told != null && told.isAbandoned())
                || (session != null && session.isGivenUp())
                || (limit != null && askedAt >= 0 && world.time.now() - askedAt >= limit.toNanos());
    }

    /** How long the server may take to answer: as its query says, or its session, or the database. */
    @Nullable
    Duration limit(World world) {
        Duration ofSession = session == null ? null : session.statementTimeout();
        Duration given = ofSession == null ? world.setup.statementTimeout : ofSession;
        return timeout == null ? given : timeout;
    }

    @Override
    public String toString() {
        return kind + " " + number + (session == null ? "" : " of " + session);
    }
}

package io.databased.vertx;

import org.jspecify.annotations.Nullable;

/** One statement of a script: what it takes, and what became of it on the server and for its caller. */
final class ScriptedStatement {
    static final int NOT_TOLD = 0;
    static final int TOLD_DONE = 1;
    static final int TOLD_NOT_DONE = 2;
    static final int TOLD_UNKNOWN = 3;

    /** Statements of one transaction that go down together: if one is stopped, what happens to the others is of no matter. */
    static final class Branch {
        private final ScriptedClient.Held on;
        boolean stopped;
        boolean failed;

        Branch(ScriptedClient.Held on) {
            this.on = on;
        }

        /** Whether a signal that hits something of it does no harm: all of a connection that is closed is stopped. */
        boolean mayBeHit() {
            return stopped || on.connection.isClosing();
        }
    }

    final int number;
    final String sql;
    final long micros;
    final boolean fails;
    final @Nullable Branch branch; // of a session
    final boolean defines;
    final boolean marks; // leaves something on the connection
    boolean forgotten; // by the server, which prepares it anew when it comes again
    boolean interrupted;
    int rows; // that it gives while it runs
    int read; // of these
    boolean unwanted; // nobody wants the rest
    boolean hit; // by a signal, in its last run
    int applied;
    int told;

    ScriptedStatement(String sql, long micros, boolean fails, @Nullable Branch branch, boolean defines, boolean marks) {
        this.number = Integer.parseInt(sql.substring(sql.lastIndexOf(' ') + 1));
        this.sql = sql;
        this.micros = micros;
        this.fails = fails;
        this.branch = branch;
        this.defines = defines;
        this.marks = marks;
    }

    boolean isOneShot() {
        return branch == null;
    }

    /** Whether a signal that hits it does no harm to anybody. */
    boolean mayBeHit() {
        return interrupted || unwanted || (branch != null && branch.mayBeHit());
    }

    @Override
    public String toString() {
        return sql;
    }
}

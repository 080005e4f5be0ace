package io.databased.sqlite;

import io.databased.StatementException.Kind;
import io.databased.jdbc.owner.OwnedConnection.Attempt;
import io.databased.jdbc.owner.OwnedConnection.Member;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets statements that wait outside a session share a transaction, each with its own success or failure. Writes share the
 * cost of a durable commit, and nobody is told of success before it; reads share the cost of taking and leaving the lock
 * on the file, and see one state of the database, which is not older than the youngest of them.
 */
final class SqliteGroups {
    /** Later statements do not join a transaction that is older: those in front wait for them. */
    private static final long MAX_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final SqliteTransaction transaction;
    private final SqliteOpening opening;

    SqliteGroups(SqliteTransaction transaction, SqliteOpening opening) {
        this.transaction = transaction;
        this.opening = opening;
    }

    /** Whether the command may share a transaction; a batch needs one even if it is alone. */
    boolean take(Command command) {
        if (command.mode() == Mode.BATCH) {
            return true;
        }
        if (!opening.isFile() || command.mode() == Mode.CONTROL) {
            return false;
        }
        return opening.writes() ? command.changesRows() : command.action() == Command.Action.QUERY;
    }

    /** Whether the command reads, on a connection that does nothing else. */
    boolean reads(Command command) {
        return !opening.writes() && command.mode() != Mode.BATCH && take(command);
    }

    void run(List<? extends Member> members) {
        if (members.size() == 1) {
            alone(members.get(0));
        } else if (opening.writes()) {
            int done = 0;
            while (done < members.size()) {
                done += write(members.subList(done, members.size()));
            }
        } else {
            read(members);
        }
    }

    private void read(List<? extends Member> members) {
        boolean begun = begin("BEGIN") == null;
        members.forEach(this::alone);
        if (begun) {
            rollback();
        }
    }

    /** Commits the first of the members together, and says how many. */
    private int write(List<? extends Member> members) {
        BackendException refusal = begin("BEGIN IMMEDIATE");
        if (refusal != null) {
            members.forEach(member -> member.finish(failed(refusal)));
            return members.size();
        }
        long begun = System.nanoTime();
        List<Attempt> attempts = new ArrayList<>();
        do {
            attempts.add(members.get(attempts.size()).attempt());
        } while (isIntact(attempts.get(attempts.size() - 1))
                && attempts.size() < members.size()
                && System.nanoTime() - begun < MAX_AGE_NANOS);
        List<? extends Member> ran = members.subList(0, attempts.size());
        boolean intact = isIntact(attempts.get(attempts.size() - 1));
        BackendException failure = intact ? commit() : null;
        if (intact && failure == null) {
            for (int i = 0; i < ran.size(); i++) {
                ran.get(i).finish(attempts.get(i));
            }
        } else {
            repeat(ran, failure);
        }
        return ran.size();
    }

    /**
     * Nothing of the transaction is left and nobody was told anything: once more, each for itself. Unless the commit met
     * a lock: then each would wait for it as long as all have.
     */
    private void repeat(List<? extends Member> members, @Nullable BackendException commitFailure) {
        BackendException failure = rollback();
        if (failure != null) {
            members.forEach(member -> member.finish(new Attempt(null, failure)));
        } else if (commitFailure != null && commitFailure.kind() == Kind.BUSY) {
            members.forEach(member -> member.finish(failed(commitFailure)));
        } else {
            members.forEach(this::alone);
        }
    }

    private void alone(Member member) {
        BackendException moved = failure(transaction::checkFile);
        if (moved != null) {
            member.finish(failed(moved));
        } else if (member.work().mode() == Mode.BATCH) {
            member.finish(batch(member));
        } else {
            member.finish(outside(member.attempt()));
        }
    }

    private Attempt batch(Member member) {
        BackendException refusal = begin(opening.writes() ? "BEGIN IMMEDIATE" : "BEGIN");
        if (refusal != null) {
            return failed(refusal);
        }
        Attempt attempt = member.attempt();
        BackendException failure = attempt.reply() == null ? null : commit();
        BackendException rest = attempt.reply() == null || failure != null ? rollback() : null;
        if (rest != null) {
            return new Attempt(null, rest);
        }
        return failure == null ? outside(attempt) : failed(failure);
    }

    private static boolean isIntact(Attempt attempt) {
        BackendException failure = attempt.failure();
        return failure == null || failure.effect() == Effect.STATEMENT || failure.effect() == Effect.NOT_SENT;
    }

    /** Those who share a transaction do not know of it: they hear of their statement alone. */
    private static Attempt outside(Attempt attempt) {
        BackendException failure = attempt.failure();
        return failure != null && failure.effect() == Effect.TRANSACTION_ENDED ? failed(failure) : attempt;
    }

    private static Attempt failed(BackendException failure) {
        boolean unusable = failure.effect() == Effect.NOT_SENT;
        return new Attempt(null, unusable ? failure : failure.withEffect(Effect.STATEMENT));
    }

    private @Nullable BackendException begin(String sql) {
        return failure(() -> transaction.begin(sql));
    }

    private @Nullable BackendException commit() {
        return failure(() -> transaction.commit("COMMIT"));
    }

    private @Nullable BackendException rollback() {
        return failure(transaction::rollback);
    }

    private static @Nullable BackendException failure(Step step) {
        try {
            step.run();
            return null;
        } catch (BackendException e) {
            return e;
        }
    }

    private interface Step {
        void run() throws BackendException;
    }
}

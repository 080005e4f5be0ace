package io.databased.internal.schedule;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server does with the commands of one connection. */
final class Execution {
    /** Whose the transactions are that the core opens for what is called straight on the database. */
    private static final SessionModel ALONE = new SessionModel("alone", null, false, false);

    private final World world;
    private final ScriptedServer server;
    private final OpenTransaction transaction;
    private final ScriptedConnection connection;

    /** Whose statements are all refused, because one that went ahead of them has failed. */
    private @Nullable SessionModel poisoned;

    Execution(World world, ScriptedServer server, ScriptedConnection connection) {
        this.world = world;
        this.server = server;
        this.connection = connection;
        this.transaction = new OpenTransaction(world);
    }

    OpenTransaction transaction() {
        return transaction;
    }

    Reply run(Work<?> work, Command command) throws BackendException {
        prelude(work, command);
        Issued statement = work.statement;
        return statement == null ? Reply.NONE : data(work, statement);
    }

    // ---- Transaction control ----

    /** It takes effect even if the statement behind it is stopped. */
    void prelude(Work<?> work, Command command) throws BackendException {
        if (work.statement != null && work.statement.session != null && poisoned == work.statement.session.root()) {
            throw failure("what went ahead of it has failed", Kind.OTHER, Effect.STATEMENT);
        }
        List<SessionModel> owners = owners(work.statement, command.prelude());
        int begun = 0;
        for (Control step : command.prelude()) {
            if (work.statement != null && world.strikes(Fault.PRELUDE_REFUSED)) {
                poison(work.statement);
                throw failure("a step of the prelude is scripted to fail", Kind.OTHER, Effect.PRELUDE);
            }
            boolean begins = step.kind() == Control.Kind.BEGIN || step.kind() == Control.Kind.SAVEPOINT;
            control(step, begins && !owners.isEmpty() ? owners.get(begun++) : null);
        }
        if (work.statement != null && work.statement.session != null) {
            transaction.adopt(work.statement.session.path(), world.setup.forced ? 1 : 0);
        }
    }

    /** A statement opens transactions for its session and those around it that have not begun yet. */
    private static List<SessionModel> owners(@Nullable Issued statement, List<Control> prelude) {
        if (statement == null) {
            return List.of();
        }
        long begins = prelude.stream()
                .filter(step -> step.kind() == Control.Kind.BEGIN || step.kind() == Control.Kind.SAVEPOINT)
                .count();
        List<SessionModel> path = statement.session == null ? List.of(ALONE) : statement.session.path();
        return begins > path.size() ? List.of() : path.subList(path.size() - (int) begins, path.size());
    }

    private void control(Control step, @Nullable SessionModel owner) throws BackendException {
        if (transaction.isAborted() && (step.kind() == Control.Kind.SAVEPOINT || step.kind() == Control.Kind.RELEASE)) {
            throw failure("the transaction is aborted", Kind.OTHER, Effect.PRELUDE);
        }
        switch (step.kind()) {
            case BEGIN -> transaction.begin(owner);
            case SAVEPOINT -> transaction.savepoint(step.depth(), owner);
            case RELEASE -> transaction.release(step.depth());
            case ROLLBACK_TO -> transaction.rollbackTo(step.depth());
            case COMMIT -> commit();
            case ROLLBACK -> rollback();
        }
    }

    private void commit() throws BackendException {
        if (transaction.isAborted()) {
            transaction.clear();
            throw failure("COMMIT was answered by ROLLBACK", Kind.TRANSACTION_ENDED, Effect.TRANSACTION_ENDED);
        }
        if (world.strikes(Fault.COMMIT_REFUSED)) {
            boolean ended = world.setup.mayFollowCommit || world.random.nextBoolean();
            if (ended) {
                transaction.clear();
            }
            throw failure(
                    "COMMIT is scripted to be refused",
                    world.chance(2) ? Kind.SERIALIZATION : Kind.FOREIGN_KEY,
                    ended ? Effect.TRANSACTION_ENDED : Effect.STATEMENT);
        }
        server.commit(transaction.commit());
    }

    private void rollback() throws BackendException {
        if (world.strikes(Fault.ROLLBACK_REFUSED)) {
            throw failure("ROLLBACK is scripted to be refused", Kind.OTHER, Effect.STATEMENT);
        }
        transaction.rollback();
    }

    // ---- Statements ----

    private Reply data(Work<?> work, Issued statement) throws BackendException {
        if (work.interrupted) {
            throw cancelled();
        }
        if (transaction.isAborted()) {
            throw failure("the transaction is aborted", Kind.OTHER, Effect.STATEMENT);
        }
        statement.executed++;
        checkPlace(statement);
        if (world.strikes(Fault.STATEMENT_REFUSED)) {
            throw refusal(statement, Kind.UNIQUE);
        }
        if (world.strikes(Fault.SERIALIZATION_FAILURE)) {
            throw refusal(statement, Kind.SERIALIZATION);
        }
        if (transaction.isOpen() && world.strikes(Fault.TRANSACTION_ENDED)) {
            noteRefusal(statement);
            poison(statement);
            transaction.clear();
            throw failure("a deadlock is scripted", Kind.DEADLOCK, Effect.TRANSACTION_ENDED);
        }
        return apply(statement);
    }

    Reply apply(Issued statement) {
        statement.applied++;
        if (statement.kind == Issued.Kind.SET) {
            connection.mark(statement);
        }
        if (statement.kind.inserts()) {
            if (transaction.isOpen()) {
                transaction.insert(statement.rows);
            } else {
                server.commit(statement.rows);
            }
        }
        return statement.kind == Issued.Kind.FETCH || statement.kind == Issued.Kind.STREAM
                ? new Reply(List.of("a", "b"), rows(statement), 0, null)
                : new Reply(List.of(), List.of(), statement.rows.size(), null);
    }

    private List<@Nullable Object[]> rows(Issued statement) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        int count = world.random.nextInt(statement.kind == Issued.Kind.STREAM ? 8 : 3);
        for (int i = 0; i < count; i++) {
            rows.add(new @Nullable Object[] {(long) statement.number, (long) i});
        }
        return rows;
    }

    /** Whether it runs in the transaction of its own session. */
    private void checkPlace(Issued statement) {
        SessionModel owner = transaction.owner();
        SessionModel expected = statement.session != null ? statement.session : owner == null ? null : ALONE;
        if (owner != expected) {
            world.violated("a statement runs in another transaction than its session's", statement + " in " + owner);
        }
        if (!world.setup.forced
                && statement.session == null
                && statement.kind != Issued.Kind.STREAM
                && transaction.isOpen()) {
            world.violated("a one-shot runs in a transaction", statement);
        }
    }

    /** See {@link io.databased.spi.SessionBackend#maxPipelined()}. */
    private void poison(Issued statement) {
        poisoned = statement.session == null || world.setup.pipelined == 1 ? null : statement.session.root();
    }

    /** Only by what nobody can go on after. */
    private static void noteRefusal(Issued statement) {
        statement.refused = true;
        if (statement.session != null) {
            statement.session.refusedOne = true;
        }
    }

    private BackendException refusal(Issued statement, Kind kind) {
        noteRefusal(statement);
        if (world.setup.abortsOnError) {
            transaction.abort();
        }
        return failure("the statement is scripted to be refused", kind, Effect.STATEMENT);
    }

    BackendException cancelled() {
        if (world.setup.abortsOnError) {
            transaction.abort();
        }
        return failure("stopped", Kind.CANCELLED, Effect.STATEMENT);
    }

    static BackendException failure(String message, Kind kind, Effect effect) {
        return new BackendException(message, kind, effect, null);
    }
}

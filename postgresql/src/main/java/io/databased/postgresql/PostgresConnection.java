package io.databased.postgresql;

import io.databased.CommitOutcomeUnknownException.Outcome;
import io.databased.DatabaseUrl.Host;
import io.databased.StatementException.Kind;
import io.databased.postgresql.ErrorReports.LastWords;
import io.databased.postgresql.TransactionWatch.Transaction;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.vertx.ColumnReaders;
import io.databased.vertx.Exchange;
import io.databased.vertx.Exchange.Part;
import io.databased.vertx.Flight;
import io.databased.vertx.Messages;
import io.databased.vertx.WireConnection;
import io.databased.vertx.connect.Server;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Tuple;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server. While a transaction is open its identifier is asked for, behind the first statement that may
 * write, so that the fate of a COMMIT without an answer can be found out.
 */
final class PostgresConnection extends WireConnection {
    private static final System.Logger LOG = System.getLogger("io.databased.postgresql");
    private static final int FIRST_TO_TELL_IDS = 13; // the major version
    private static final String COMMIT_CHECK = "SAVEPOINT databased_check";
    private static final int MOST_PIPELINED = 256;

    private final PostgresBackend backend;
    private final Server server;
    private final PgConnection driver;
    private final Vertx vertx;
    private final SocketHandlers handlers;
    private final TransactionWatch transaction = new TransactionWatch();
    private final Shapes shapes;
    private final List<String> initial = new CopyOnWriteArrayList<>(); // what is run on a connection that is as new
    private volatile @Nullable String idQuestion; // null if the server is not asked
    private volatile boolean suspected; // in the session: a function was called, or a statement was no plain one
    private volatile @Nullable Command begunAnew; // whose transaction or savepoint was, with nothing done in it yet
    private volatile boolean givenAway; // the driver's connection, to somebody who may have said anything on it

    PostgresConnection(
            PostgresBackend backend,
            Server server,
            ContextInternal context,
            PgConnection driver,
            SocketHandlers handlers) {
        super(context, driver, new ColumnReaders(ColumnTypes.INSTANCE));
        this.handlers = handlers;
        this.backend = backend;
        this.server = server;
        this.driver = driver;
        this.shapes = new Shapes(backend.shapeChanges());
        this.vertx = context.owner();
        this.idQuestion =
                driver.databaseMetadata().majorVersion() >= FIRST_TO_TELL_IDS ? TransactionId.WHOLE_QUESTION : null;
        driver.noticeHandler(notice -> LOG.log(Level.DEBUG, "a notice of {0}: SQLSTATE {1}", server, notice.getCode()));
    }

    @Override
    public Optional<Host> address() {
        return Optional.of(server.known());
    }

    // ---- Commands ----

    @Override
    protected Exchange statement(Command command) throws BackendException {
        String sql = text(command);
        if (command.mode() == Command.Mode.BATCH) {
            return Messages.batch(sql, ParameterValues.batch(command.batch()), null);
        }
        Tuple values = bind(command.values());
        return command.maxRows() == 1 && command.returnsRows()
                ? Messages.first(sql, values, 1)
                : Messages.statement(Part.STATEMENT, sql, values);
    }

    @Override
    protected String text(Command command) {
        boolean inSession = inTransactionByOurs() || !command.prelude().isEmpty();
        suspected |= inSession && Reset.suspects(command);
        return shapes.text(command, inSession);
    }

    @Override
    protected Tuple bind(@Nullable Object[] values) throws BackendException {
        return ParameterValues.tuple(values);
    }

    /** Steps that go together are one message, because the server answers each message by itself. */
    @Override
    protected void addPrelude(Flight flight, Command command) {
        shapes.told(command);
        Control savepoint = childBegunBy(command);
        if (command == begunAnew && savepoint != null) { // what is ahead of it has been done
            flight.add(Messages.text(Part.PRELUDE, "ROLLBACK TO " + savepoint.sql()));
            return;
        }
        StringJoiner steps = new StringJoiner("; ");
        if (command == begunAnew) {
            steps.add("ROLLBACK");
        }
        for (Control control : command.prelude()) {
            transaction.told(control, command);
            if (control.kind() == Control.Kind.COMMIT) {
                beforeCommit(flight);
            }
            steps.add(control.sql());
        }
        if (steps.length() > 0) {
            flight.add(Messages.text(Part.PRELUDE, steps.toString()));
        }
    }

    /** The savepoint behind which the command is the first, in a transaction that was open before. */
    private @Nullable Control childBegunBy(Command command) {
        List<Control> steps = command.prelude();
        Control last = steps.isEmpty() || transaction.isBegunBy(command) ? null : steps.get(steps.size() - 1);
        return last != null && last.kind() == Control.Kind.SAVEPOINT ? last : null;
    }

    /**
     * COMMIT waits for the identifier of its transaction, which was asked for behind an earlier statement and is there by
     * then as a rule. The server answers COMMIT in a failed transaction, or in none, without an error: where that can have
     * come to be unseen, a savepoint goes ahead, which is refused then.
     */
    private void beforeCommit(Flight flight) {
        flight.waitForQuiet();
        if (givenAway) {
            flight.add(Messages.text(Part.PRELUDE, COMMIT_CHECK));
        }
    }

    @Override
    protected void addProbes(Flight flight, Command command) {
        String question = command.mode() == Command.Mode.CONTROL ? null : idQuestion;
        Transaction asked = question == null ? null : transaction.toBeAsked(command);
        if (question != null && asked != null) {
            Exchange probe = suspected // what is prepared may be gone
                    ? Messages.text(Part.PROBE, question)
                    : Messages.statement(Part.PROBE, shapes.text(question), Tuple.tuple());
            flight.add(probe);
            flight.whenAllAnswered(() -> answered(asked, probe));
        }
        String reset = backend.reset().behind(command, transaction.isOpen(), suspected, backend.hiddenCalls());
        if (reset != null) { // nobody who has the connection next may see what was set on it: it goes ahead of theirs
            suspected = false;
            addReset(flight, initial.isEmpty() ? reset : Reset.FULL + "; " + String.join("\n; ", initial));
        }
        backend.hiddenCalls().askBehind(flight, command, transaction.isOpen());
    }

    /** If what was prepared is gone, the transaction has failed; the next one has it prepared anew. */
    private void answered(Transaction asked, Exchange probe) {
        if (PostgresErrors.isStatementGone(probe.failure())) {
            shapes.renew();
        }
        asked.id(TransactionId.of(probe.rows()));
    }

    /**
     * A signal to stop that is meant for a statement ahead may hit the reset, and statements of others may be on the wire
     * behind it. So it is made in a transaction that is begun before: if it is refused the transaction has failed, and the
     * server refuses what follows, which is run again elsewhere. One signal does not hit both messages, and if it hits the
     * BEGIN, the other does without.
     */
    private static void addReset(Flight flight, String reset) {
        flight.add(Messages.text(Part.PROBE, "BEGIN"));
        flight.addReset(Messages.text(Part.PROBE, reset + "\n; COMMIT"));
    }

    @Override
    protected void landed(Flight flight, Command command) {
        shapes.answered(command);
        Exchange failed = flight.failed();
        if (failed != null && PostgresErrors.mayBeOutdated(failed.failure())) {
            shapes.failed(command);
        }
        if (failed != null
                && PostgresErrors.is(failed.failure(), PostgresErrors.READ_ONLY_TRANSACTION)
                && !transaction.isReadOnly()) {
            backend.noLongerWritable(server);
        }
    }

    /**
     * A prepared statement that has become invalid, by a change that another program has made, or is gone, has done nothing: outside
     * a transaction it runs again, and so does the first one of a transaction, in a new one, and the first one behind a savepoint,
     * which is gone back to. Those that were on their way behind that one were refused for it, and run again behind it.
     */
    @Override
    protected boolean mayRunAgain(Flight flight, Command command) {
        Exchange failed = flight.failed();
        Throwable failure = failed == null ? null : failed.failure();
        boolean gone = PostgresErrors.isStatementGone(failure) && !PostgresErrors.namesStatement(command);
        if (wire().isRepeating()) { // what is gone is found out before that the transaction has failed
            return transaction.isOpen() && (gone || PostgresErrors.is(failure, PostgresErrors.IN_FAILED_TRANSACTION));
        }
        if (!gone && !PostgresErrors.isPlanChanged(failure)) {
            return false;
        }
        shapes.renew();
        boolean ofChild = childBegunBy(command) != null;
        if (ofChild) {
            transaction.askAgain();
        }
        boolean first = ofChild || transaction.isBegunBy(command);
        if (first) {
            begunAnew = command;
            outdateTexts();
        }
        return first || (command.prelude().isEmpty() && !transaction.isOpen());
    }

    @Override
    protected Reply reply(Command command, Exchange statement) throws BackendException {
        BackendException wrong = handlers.texts().wrong();
        if (wrong != null) {
            throw wrong;
        }
        return super.reply(command, statement);
    }

    @Override
    protected long affectedRows(Command command, Exchange statement) {
        // Other tags do not count, or have digits that are none; what is executed without giving rows changes some.
        boolean executes = command.verb().equals("EXECUTE") && statement.description() == null;
        return command.changesRows() || executes ? statement.affectedRows() : 0;
    }

    /** An INSERT tells its key by RETURNING. */
    @Override
    protected @Nullable Object key(Command command, Exchange statement) throws BackendException {
        return returnedKey(command, statement);
    }

    @Override
    protected BackendException refused(Throwable failure, Effect effect) {
        boolean gone = PostgresErrors.isStatementGone(failure) && !transaction.isOpen();
        boolean inRefusedReset = wire().isSpoiled() && PostgresErrors.is(failure, PostgresErrors.IN_FAILED_TRANSACTION);
        return PostgresErrors.refused(failure, gone || inRefusedReset ? Effect.NOT_SENT : effect);
    }

    @Override
    protected BackendException refused(Throwable failure, Effect effect, Command command) {
        if (command.mode() == Command.Mode.CONTROL) {
            return refused(failure, effect); // a deferred trigger may tell of any statement of the transaction
        }
        if (PostgresErrors.isOfTheStatement(failure, command, transaction.isOpen())) {
            return PostgresErrors.said((PgException) failure, effect);
        }
        BackendException refused = refused(failure, effect);
        return refused.effect() == effect ? PostgresErrors.refused(failure, effect, true) : refused;
    }

    @Override
    protected boolean isTimeout(Throwable failure, boolean meant, boolean exposed) {
        return backend.stopReports().isTimeout(failure, meant, exposed);
    }

    @Override
    protected boolean inTransactionByOurs() {
        return transaction.isOpen();
    }

    @Override
    public boolean isLoss(Throwable failure) {
        return PostgresErrors.isLoss(failure);
    }

    @Override
    protected boolean neverArrived(Throwable failure) {
        return backend.isBehindPgBouncer() && PostgresErrors.wasNotForwarded(failure);
    }

    @Override
    protected boolean isOfServer(Throwable failure) {
        return failure instanceof LastWords || super.isOfServer(failure);
    }

    @Override
    public CompletionStage<?> signalStop() {
        return backend.cancelRequest(vertx, server, driver);
    }

    /** {@inheritDoc} A signal goes unheard that overtakes its statement, so it is given again until everything is answered. */
    @Override
    protected CompletionStage<?> endWhatRuns() {
        handlers.messages().expectLittle();
        return super.endWhatRuns();
    }

    /** The signal may take a moment from the server to the process that it is for. */
    @Override
    public Exchange settling() {
        return Messages.nothing();
    }

    @Override
    public int maxPipelined() {
        return MOST_PIPELINED;
    }

    /** A refused COMMIT has rolled back. */
    @Override
    public boolean mayFollowCommit() {
        return true;
    }

    /** A definition by a cursor is asked about by nobody. */
    @Override
    public CompletionStage<RowCursor> stream(Command command) {
        if (HiddenCalls.defines(command)) {
            backend.hiddenCalls().assume();
        }
        BackendException wrong = transaction.isOpen() ? handlers.texts().wrong() : null;
        return wrong == null ? super.stream(command) : CompletableFuture.failedFuture(wrong);
    }

    // ---- Questions ----

    /** Asks what this connection must know; completes with this when that is answered, whatever the answers are. */
    CompletionStage<PostgresConnection> askAtFirst() {
        // A pooler may have no server yet that could answer, and another for each transaction.
        boolean asksForLog = idQuestion != null && !backend.isBehindPgBouncer();
        CompletionStage<?> log = asksForLog ? askForLog() : CompletableFuture.completedFuture(null);
        return askForHiddenCalls(backend.hiddenCalls().questionAtFirst())
                .thenCombine(log, (connection, known) -> connection);
    }

    /** A server that refuses this question would refuse those in transactions, and fail them. */
    private CompletionStage<?> askForLog() {
        return ask(Messages.text(Part.STATEMENT, TransactionId.LOG_QUESTION)).handle((rows, refused) -> {
            idQuestion = refused == null ? TransactionId.question(Boolean.TRUE.equals(rows.get(0)[0])) : null;
            return null;
        });
    }

    /** Asks what plain statements may leave; completes with this when that is answered, whatever the answer is. */
    CompletionStage<PostgresConnection> askForHiddenCalls() {
        return askForHiddenCalls(backend.hiddenCalls().question());
    }

    private CompletionStage<PostgresConnection> askForHiddenCalls(@Nullable Exchange question) {
        if (question == null) {
            return CompletableFuture.completedFuture(this);
        }
        return ask(question).handle((rows, failure) -> {
            backend.hiddenCalls().answered(question, false);
            return this;
        });
    }

    @Override
    public CompletionStage<Void> validate() {
        askForHiddenCalls();
        return ask(Messages.text(Part.STATEMENT, "SELECT 1")).thenApply(rows -> null);
    }

    /** A savepoint is refused outside a transaction, and in a failed one for another reason. */
    @Override
    public CompletionStage<Boolean> inTransaction() {
        CompletableFuture<Boolean> open = new CompletableFuture<>();
        ask(Messages.text(Part.STATEMENT, "SAVEPOINT databased_probe")).whenComplete((set, failure) -> {
            if (failure == null) {
                ask(Messages.text(Part.STATEMENT, "RELEASE SAVEPOINT databased_probe"))
                        .whenComplete((released, refused) -> {
                            if (refused == null) {
                                open.complete(true);
                            } else {
                                open.completeExceptionally(refused);
                            }
                        });
            } else if (failure instanceof BackendException refused
                    && PostgresErrors.NO_TRANSACTION.equals(refused.sqlState())) {
                open.complete(false);
            } else if (failure instanceof BackendException refused
                    && PostgresErrors.IN_FAILED_TRANSACTION.equals(refused.sqlState())) {
                open.complete(true);
            } else {
                open.completeExceptionally(failure);
            }
        });
        return open;
    }

    /** As text, for nothing is sent behind it that would take it back. Only transaction control opens a transaction here. */
    @Override
    public CompletionStage<Void> initialize(Command statement) {
        if (backend.isBehindPgBouncer()) {
            return CompletableFuture.failedFuture(new BackendException(
                    "with pgbouncer=on the next transaction has another connection; use ALTER ROLE … SET, ALTER DATABASE …"
                            + " SET, or PgBouncer's connect_query",
                    Kind.UNSUPPORTED,
                    Effect.STATEMENT,
                    null));
        }
        return ask(Messages.text(Part.STATEMENT, statement.sql())).thenCompose(rows -> {
            initial.add(statement.sql());
            BackendException wrong = handlers.texts().wrong();
            return wrong == null ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(wrong);
        });
    }

    @Override
    public CompletionStage<Void> reset() {
        initial.clear(); // it comes again
        shapes.renew();
        if (givenAway) {
            askForHiddenCalls();
        }
        return ask(Messages.text(Part.STATEMENT, Reset.FULL)).thenAccept(rows -> givenAway = false);
    }

    @Override
    public <C> Optional<C> unwrap(Class<C> type) {
        Optional<C> given = super.unwrap(type);
        givenAway |= given.isPresent();
        return given;
    }

    @Override
    public CompletionStage<Outcome> commitOutcome() {
        TransactionId id = transaction.committed();
        return id == null
                ? CompletableFuture.completedFuture(Outcome.UNDETERMINED)
                : new OutcomeInquiry(backend, id).start();
    }

    /** The server does not take writes any more: gives the connection up once nobody uses it. */
    void retire(Throwable why) {
        condemn(why);
    }

    /** Calls when the connection is closed or lost. */
    void onClosed(Runnable action) {
        whenLost(action);
    }

    Server server() {
        return server;
    }

    /** The one row that answers a question of the backend's own. */
    CompletionStage<@Nullable Object[]> askRow(String sql, Tuple values) {
        return ask(Messages.statement(Part.STATEMENT, sql, values)).thenApply(rows -> rows.get(0));
    }
}

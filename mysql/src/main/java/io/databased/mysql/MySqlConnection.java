package io.databased.mysql;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.MySqlCodes;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.vertx.ColumnReaders;
import io.databased.vertx.Exchange;
import io.databased.vertx.Exchange.Part;
import io.databased.vertx.Flight;
import io.databased.vertx.Messages;
import io.databased.vertx.WireConnection;
import io.vertx.core.internal.ContextInternal;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.mysqlclient.MySQLSetOption;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server. Statements are prepared; transaction control, and the few statements that cannot be prepared,
 * go as text.
 *
 * <p>A failed statement does not end a transaction here, unless it does: for a deadlock, for instance. What is sent then
 * runs on its own and commits itself. So a transaction in which something has failed is spoken to step by step, and asked
 * whether it is still there before it is committed.
 */
final class MySqlConnection extends WireConnection {
    private static final String SETTINGS =
            "SET NAMES utf8mb4, time_zone = '+00:00'," + " sql_mode = REPLACE(@@sql_mode, 'NO_BACKSLASH_ESCAPES', '')";

    private static final long PATIENCE_MILLIS = 50;

    private final Connector connector;
    private final Server server;
    private final MySQLConnection driver;
    private final TransactionWatch transaction = new TransactionWatch();
    private final Set<String> unpreparable = ConcurrentHashMap.newKeySet();
    private volatile ServerFacts facts = ServerFacts.UNKNOWN;
    private volatile boolean outOfSight; // a signal to stop was

    MySqlConnection(Connector connector, Server server, ContextInternal context, MySQLConnection driver) {
        super(context, driver, new ColumnReaders(ColumnTypes::reader));
        this.connector = connector;
        this.server = server;
        this.driver = driver;
    }

    /** Makes the session what the library relies on, and learns what it must know of the server; in one flight. */
    CompletionStage<MySqlConnection> setUp() {
        CompletionStage<?> prepared = settings();
        CompletionStage<List<@Nullable Object[]>> known = ask(Messages.text(Part.STATEMENT, ServerFacts.QUESTION));
        // Where there is no such variable, there is no cluster.
        CompletionStage<Boolean> clustered = ask(Messages.text(Part.STATEMENT, ServerFacts.CLUSTER_QUESTION))
                .handle((answer, unknown) -> ServerFacts.clustered(answer));
        CompletionStage<Void> ready = validate();
        return prepared.thenCombine(known, (done, answer) -> answer)
                .thenCombine(ready, (answer, done) -> answer)
                .thenCombine(clustered, (answer, cluster) -> {
                    facts = ServerFacts.of(answer, cluster);
                    return this;
                });
    }

    /** Several statements in one text are not taken; they are never sent, but the driver asks for it. */
    private CompletionStage<?> settings() {
        CompletionStage<Void> single = driver.setOption(MySQLSetOption.MYSQL_OPTION_MULTI_STATEMENTS_OFF)
                .toCompletionStage();
        return ask(Messages.text(Part.STATEMENT, SETTINGS)).thenCombine(single, (set, done) -> set);
    }

    // ---- Commands ----

    @Override
    public CompletionStage<Reply> run(Command command) {
        if (transaction.isShaken() && commits(command)) {
            return inTransaction().thenCompose(open -> open ? super.run(command) : ended());
        }
        return command.mode() == Command.Mode.BATCH ? batch(command) : super.run(command);
    }

    private static boolean commits(Command command) {
        return command.prelude().stream().anyMatch(step -> step.kind() == Control.Kind.COMMIT);
    }

    private static CompletionStage<Reply> ended() {
        return CompletableFuture.failedFuture(new BackendException(
                "the server had ended the transaction before it was committed; nothing of it is left",
                Kind.TRANSACTION_ENDED,
                Effect.TRANSACTION_ENDED,
                null));
    }

    private CompletionStage<Reply> batch(Command command) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        List<Tuple> values = new ArrayList<>(command.batch().size());
        try {
            for (@Nullable Object[] each : command.batch()) {
                values.add(bind(each));
            }
        } catch (BackendException unbindable) {
            return super.run(Command.control(command.prelude()))
                    .thenCompose(done -> CompletableFuture.failedFuture(unbindable));
        }
        if (values.isEmpty()) {
            return super.run(Command.control(command.prelude()));
        }
        boolean begins = command.prelude().stream().anyMatch(step -> step.kind() == Control.Kind.BEGIN);
        boolean inSession = begins || transaction.isOpen();
        Batch batch = new Batch(this, command, values, inSession, reply);
        Flight first = new Flight(command, batch::landed);
        addPrelude(first, command);
        batch.fill(first);
        if (inSession) {
            transaction.autocommitOff();
        }
        wire().send(first);
        return reply;
    }

    @Override
    protected Exchange statement(Command command) throws BackendException {
        return unpreparable.contains(command.sql()) && isPlain(command)
                ? Messages.text(Part.STATEMENT, command.sql())
                : Messages.statement(command.sql(), bind(command.values()), MySQLClient.LAST_INSERTED_ID);
    }

    @Override
    protected Tuple bind(@Nullable Object[] values) throws BackendException {
        return new ParameterValues(facts.largestPacket()).tuple(values);
    }

    @Override
    protected void addControl(Flight flight, Control control) {
        transaction.told(control.kind());
        String isolation = MySqlDialect.isolation(control.options());
        if (control.kind() == Control.Kind.BEGIN && !isolation.isEmpty()) {
            flight.add(Messages.text(Part.PRELUDE, isolation));
        }
        super.addControl(flight, control);
        if (!transaction.isOpen() && transaction.autocommitOn()) {
            flight.add(Messages.text(Part.PROBE, Batch.AUTOCOMMIT_ON));
        }
    }

    @Override
    protected boolean waitsForPrelude(Command command) {
        return transaction.isShaken() || facts.clustered();
    }

    @Override
    protected void landed(Flight flight, Command command) {
        Exchange failed = flight.failed();
        if (failed != null) {
            look(failed);
            if (failed.part() == Part.PROBE) {
                giveUp(failed);
            }
        }
    }

    /** A failure may have ended the transaction; that of a node outside its cluster says something of every connection to it. */
    private void look(Exchange failed) {
        transaction.failed();
        if (facts.clustered() && MySqlErrors.is(failed.failure(), MySqlErrors.NODE_NOT_READY)) {
            connector.nodeNotReady(server);
        }
    }

    /** The server says so when it is asked to prepare the statement, and has done nothing. */
    @Override
    protected boolean mayRunAgain(Flight flight, Command command) {
        Exchange statement = flight.statement();
        return statement != null
                && MySqlErrors.is(statement.failure(), MySqlCodes.NOT_PREPARABLE)
                && command.prelude().isEmpty()
                && isPlain(command)
                && unpreparable.add(command.sql());
    }

    /** Whether it may go as text: without values, and without rows, which could not be told from a demand for a file. */
    private static boolean isPlain(Command command) {
        return command.mode() == Command.Mode.EXECUTE && command.values().length == 0;
    }

    @Override
    public CompletionStage<RowCursor> stream(Command command) {
        return Keywords.opensCursor(command)
                ? super.stream(command)
                : run(command).thenApply(RowCursor::of);
    }

    @Override
    protected long affectedRows(Command command, Exchange statement) {
        if (!Keywords.changesRows(command)) {
            return 0;
        }
        return statement.description() == null
                ? statement.affectedRows()
                : statement.rows().size(); // RETURNING
    }

    @Override
    protected @Nullable Object key(Command command, Exchange statement) {
        return statement.key();
    }

    @Override
    protected BackendException refused(Throwable failure, Effect effect) {
        BackendException refused = MySqlErrors.refused(failure, effect, facts.timeoutEnds());
        return facts.clustered() && MySqlErrors.is(failure, MySqlErrors.NODE_NOT_READY)
                ? MySqlErrors.nodeNotReady(refused, effect, transaction.isOpen())
                : refused;
    }

    @Override
    protected Effect afterRefusedCommit() {
        return Effect.TRANSACTION_ENDED;
    }

    @Override
    protected boolean inTransactionByOurs() {
        return transaction.isOpen();
    }

    @Override
    protected boolean isLoss(Throwable failure) {
        return MySqlErrors.isLoss(failure) || (facts.clustered() && MySqlErrors.leavesNodeInDoubt(failure));
    }

    /**
     * {@inheritDoc} The server has marked the statement when it answers. If that answer is lost, so is our sight of the
     * signal, and the connection is closed.
     */
    @Override
    protected CompletionStage<?> signalStop() {
        return connector.kill(server, facts.connectionId()).whenComplete((marked, failure) -> {
            if (failure != null && !outOfSight) {
                outOfSight = true; // closing gives a signal, too
                close();
            }
        });
    }

    /** A mark that came when the statement had answered waits for the next, and goes with it. */
    @Override
    protected Exchange settling() {
        return Messages.text(Part.PROBE, "DO 0");
    }

    /** A failed statement does not make those behind it fail. */
    @Override
    public int maxPipelined() {
        return 1;
    }

    @Override
    public boolean reusableAfterInterrupt() {
        return true;
    }

    // ---- For its batches ----

    BackendException failed(Flight flight, Command command, Exchange failed) {
        look(failed);
        return failure(flight, command, failed);
    }

    /** What is behind a failed run is of no use, and may wait long for a lock. */
    void stopSoon(Command command) {
        wire().interruptAfter(PATIENCE_MILLIS, command);
    }

    void send(Flight flight) {
        wire().send(flight);
    }

    void sendHeld(Flight flight) {
        wire().sendHeld(flight);
    }

    void release() {
        wire().release();
    }

    /** Something of ours has failed that never does: lends the connection to nobody any more. */
    void giveUp(Exchange failed) {
        condemn(Objects.requireNonNull(failed.failure()));
    }

    // ---- Questions ----

    /** A ping would be answered by a node that is outside its cluster, too. */
    @Override
    public CompletionStage<Void> validate() {
        return ask(Messages.text(Part.STATEMENT, ServerFacts.READY_QUESTION)).thenApply(rows -> null);
    }

    /** Outside a transaction a savepoint is gone once it is set. */
    @Override
    public CompletionStage<Boolean> inTransaction() {
        CompletableFuture<Boolean> open = new CompletableFuture<>();
        ask(Messages.text(Part.STATEMENT, "SAVEPOINT databased_probe")).whenComplete((set, failure) -> {
            if (failure != null) {
                open.completeExceptionally(failure);
            }
        });
        ask(Messages.text(Part.STATEMENT, "RELEASE SAVEPOINT databased_probe")).whenComplete((released, failure) -> {
            boolean gone = failure instanceof BackendException refused
                    && Objects.equals(refused.vendorCode(), MySqlErrors.NO_SUCH_SAVEPOINT);
            if (failure == null || gone) {
                open.complete(!gone);
            } else {
                open.completeExceptionally(failure);
            }
        });
        return open;
    }

    @Override
    public CompletionStage<Void> reset() {
        return driver.resetConnection()
                .toCompletionStage()
                .thenCompose(done -> settings())
                .thenApply(set -> null);
    }

    Server server() {
        return server;
    }

    /** The server is of no use any more: gives the connection up once nobody uses it. */
    void retire(Throwable why) {
        condemn(why);
    }

    /** Calls when the connection is closed. */
    void onClosed(Runnable action) {
        whenClosed(action);
    }
}

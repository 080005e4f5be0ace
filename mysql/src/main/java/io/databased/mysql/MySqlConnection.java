package io.databased.mysql;

import io.databased.DatabaseUrl.Host;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.spi.product.MySqlCodes;
import io.databased.spi.product.MySqlKeys;
import io.databased.vertx.ColumnReaders;
import io.databased.vertx.Exchange;
import io.databased.vertx.Exchange.Part;
import io.databased.vertx.Flight;
import io.databased.vertx.Messages;
import io.databased.vertx.WireConnection;
import io.databased.vertx.connect.Server;
import io.vertx.mysqlclient.MySQLClient;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server. Statements are prepared; transaction control, and the few statements that cannot be prepared,
 * go as text.
 *
 * <p>What a statement does to its session the server tells, not its text: of the transaction see {@link TransactionGuard}, of
 * settings {@link SessionState}.
 */
final class MySqlConnection extends WireConnection {
    private static final long PATIENCE_MILLIS = 50;
    private static final int MOST_UNPREPARABLE = 256;

    private final Connector connector;
    private final Server server;
    private final MySQLConnection driver;
    private final ServerPackets packets;
    private final SessionSettings settings;
    private final SessionState state;
    private final TransactionWatch transaction = new TransactionWatch();
    private final TransactionGuard guard;
    private final Set<String> unpreparable = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Command repeated; // what goes ahead of it was done
    private volatile ServerFacts facts = ServerFacts.UNKNOWN;

    MySqlConnection(Connector connector, Server server, Login login, MySQLConnection driver) {
        super(login.context(), driver, new ColumnReaders(login.packets().types()::reader));
        this.packets = login.packets();
        this.connector = connector;
        this.server = server;
        this.driver = driver;
        this.state = packets.state();
        this.settings = new SessionSettings(driver, state, connector.isStrict(), this::ask, this::condemn);
        this.guard = new TransactionGuard(this, transaction, state, settings);
    }

    /** Makes the session what the library relies on, and learns what it must know of the server; in one flight. */
    CompletionStage<MySqlConnection> setUp() {
        CompletionStage<?> prepared = settings.set();
        CompletionStage<List<@Nullable Object[]>> known = ask(Messages.text(Part.STATEMENT, ServerFacts.QUESTION));
        // Where there is no such variable, there is no cluster.
        CompletionStage<Boolean> clustered = ask(Messages.text(Part.STATEMENT, ServerFacts.CLUSTER_QUESTION))
                .handle((answer, unknown) -> ServerFacts.clustered(answer));
        CompletionStage<Long> started = ask(Messages.text(
                        Part.STATEMENT, ServerFacts.startQuestion(driver.databaseMetadata())))
                .handle((answer, unknown) -> ServerFacts.start(answer));
        CompletionStage<Void> ready = validate();
        return prepared.thenCombine(known, (done, answer) -> {
                    state.sqlMode(ServerFacts.sqlMode(answer));
                    return answer;
                })
                .thenCombine(ready, (answer, done) -> answer)
                .thenCombine(clustered, ServerFacts::of)
                .thenCombine(started, ServerFacts::startedAt)
                .thenCompose(learned -> {
                    facts = learned;
                    return settings.requireStrict();
                })
                .thenApply(strict -> this);
    }

    // ---- Commands ----

    @Override
    public CompletionStage<Reply> run(Command command) {
        settings.restoreOutside(transaction);
        if (command.mode() == Command.Mode.BATCH) {
            return batch(command);
        }
        if (!transaction.watches(command)) {
            return super.run(command).exceptionallyCompose(guard::askWhatIsLeft);
        }
        if (command.prelude().isEmpty() && waitsForPrelude(command)) {
            guard.markAhead(command);
        }
        return super.run(command)
                .handle((reply, failure) -> guard.settle(command, reply, failure))
                .thenCompose(settled -> settled);
    }

    @Override
    protected void addPrelude(Flight flight, Command command) {
        if (command != repeated) {
            super.addPrelude(flight, command);
        }
        guard.addMark(flight, command);
    }

    @Override
    protected void addProbes(Flight flight, Command command) {
        guard.addProbes(flight, command);
    }

    /** A node outside its cluster runs nothing, and answers no question; its transaction goes with the connection. */
    boolean isNotReady(@Nullable Throwable failure) {
        boolean said = failure instanceof BackendException told
                ? Objects.equals(told.vendorCode(), MySqlErrors.NODE_NOT_READY)
                : MySqlErrors.is(failure, MySqlErrors.NODE_NOT_READY);
        return said && facts.clustered();
    }

    private CompletionStage<Reply> batch(Command command) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        List<Tuple> values = new ArrayList<>(command.batch().size());
        try {
            requireTaken(command);
            for (@Nullable Object[] each : command.batch()) {
                values.add(bind(each));
            }
        } catch (BackendException unbindable) {
            return refuse(
                    command, unbindable.ofSet(values.size() + 1, command.batch().size()));
        }
        if (values.isEmpty()) {
            return super.run(Command.control(command.prelude()));
        }
        boolean begins = command.prelude().stream().anyMatch(step -> step.kind() == Control.Kind.BEGIN);
        boolean inSession = begins || transaction.isOpen();
        Batch batch = new Batch(this, command, values, inSession, reply);
        addPrelude(batch.first(), command);
        batch.fill();
        if (inSession) {
            transaction.autocommitOff();
        }
        wire().send(batch.first());
        return inSession ? reply.handle(this::cleared).thenCompose(settled -> settled) : reply;
    }

    /** That a batch that has run has stored the instants that it was given. */
    void requireStored(Command command) throws BackendException {
        settings.requireUtcAfter(command.batch());
    }

    /** That the server reads it as this library does, and takes it at once. */
    private void requireTaken(Command command) throws BackendException {
        settings.requireOurs(command);
        ParameterValues.requireTaken(command.sql(), facts.largestPacket());
    }

    /** What follows relies on its transaction control. */
    private <T> CompletionStage<T> refuse(Command command, BackendException why) {
        CompletionStage<?> ahead = command.prelude().isEmpty()
                ? CompletableFuture.completedFuture(null)
                : super.run(Command.control(command.prelude()));
        return ahead.thenCompose(done -> CompletableFuture.failedFuture(why));
    }

    /** If the transaction is over, it is so for the server, too. */
    private CompletionStage<Reply> cleared(@Nullable Reply reply, @Nullable Throwable failure) {
        if (failure == null) {
            return CompletableFuture.completedFuture(reply);
        }
        boolean ended = failure instanceof BackendException told && told.effect() == Effect.TRANSACTION_ENDED;
        CompletionStage<?> done = ended ? guard.clear() : CompletableFuture.completedFuture(null);
        return done.thenCompose(over -> CompletableFuture.failedFuture(failure));
    }

    @Override
    protected Exchange statement(Command command) throws BackendException {
        requireTaken(command);
        return goesAsText(command)
                ? Messages.text(Part.STATEMENT, command.sql())
                : Messages.statement(text(command), bind(command.values()), MySQLClient.LAST_INSERTED_ID);
    }

    @Override
    protected String text(Command command) {
        return text(command.sql(), command.values());
    }

    boolean isMariaDb() {
        return ServerFacts.isMariaDb(driver.databaseMetadata());
    }

    String text(String sql, @Nullable Object[] values) {
        return isMariaDb() ? sql : ValueKinds.text(sql, values);
    }

    @Override
    protected Tuple bind(@Nullable Object[] values) throws BackendException {
        settings.requireUtcFor(values);
        return new ParameterValues(facts.largestPacket()).encode(values);
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
        return facts.clustered() && command != repeated;
    }

    @Override
    protected void landed(Flight flight, Command command) {
        Exchange failed = flight.failed();
        if (failed != null) {
            look(failed);
            if (failed.part() == Part.PROBE) {
                giveUp(failed);
            } else if (failed.part() == Part.STATEMENT
                    && transaction.of(command) == null // a stream's, which is not watched
                    && transaction.isOpen()
                    && MySqlErrors.endsTransaction(failed.failure(), facts.timeoutEnds())) {
                guard.clear();
            }
        }
    }

    /** That a node is outside its cluster says something of every connection to it. */
    private void look(Exchange failed) {
        if (isNotReady(failed.failure())) {
            connector.nodeNotReady(server);
        }
    }

    /**
     * The server says so when it is asked to prepare the statement, and has done nothing but what goes ahead of it; a routine may
     * say so later.
     */
    @Override
    protected boolean mayRunAgain(Flight flight, Command command) {
        Exchange statement = flight.statement();
        boolean unprepared = statement != null
                && statement == flight.failed()
                && MySqlErrors.is(statement.failure(), MySqlCodes.NOT_PREPARABLE)
                && statement.values() instanceof Execution execution
                && !execution.isSent()
                && isPlain(command);
        if (unprepared) {
            if (unpreparable.size() >= MOST_UNPREPARABLE) {
                unpreparable.clear();
            }
            unpreparable.add(command.sql());
            repeated = command;
        }
        return unprepared;
    }

    /** Whether it may go as text: without values, which it would have to be written with. */
    private static boolean isPlain(Command command) {
        return command.mode() != Command.Mode.BATCH && command.values().length == 0;
    }

    private boolean goesAsText(Command command) {
        return isPlain(command) && (Diagnostics.areAskedFor(command) || unpreparable.contains(command.sql()));
    }

    @Override
    public CompletionStage<RowCursor> stream(Command command) {
        settings.restoreOutside(transaction);
        try {
            requireTaken(command);
        } catch (BackendException refused) {
            return refuse(command, refused);
        }
        return command.action() == Command.Action.QUERY && command.returnsRows()
                ? streamUnbuffered(command, packets)
                : run(command).thenApply(RowCursor::of);
    }

    @Override
    protected Reply reply(Command command, Exchange statement) throws BackendException {
        settings.requireEncoding();
        settings.requireUtcBefore(command.values());
        return super.reply(command, statement);
    }

    @Override
    protected long affectedRows(Command command, Exchange statement) {
        if (!command.changesRows()) {
            return 0;
        }
        return statement.description() == null
                ? packets.affectedRows()
                : statement.rows().size(); // RETURNING
    }

    @Override
    protected @Nullable Object key(Command command, Exchange statement) throws BackendException {
        boolean returns = command.inserts() && statement.description() != null;
        return returns ? returnedKey(command, statement) : MySqlKeys.key(packets.key(), command);
    }

    @Override
    protected BackendException refused(Throwable failure, Effect effect) {
        BackendException refused = MySqlErrors.refused(failure, effect, facts.timeoutEnds());
        return isNotReady(failure) ? MySqlErrors.nodeNotReady(refused, effect, transaction.isOpen()) : refused;
    }

    @Override
    protected boolean inTransactionByOurs() {
        return transaction.isOpen();
    }

    @Override
    public boolean isLoss(Throwable failure) {
        return MySqlErrors.isLoss(failure) || (facts.clustered() && MySqlErrors.leavesNodeInDoubt(failure));
    }

    /** {@inheritDoc} The server has marked the statement when it answers. */
    @Override
    public CompletionStage<?> signalStop() {
        return connector.kills(server).kill("QUERY", facts, () -> !isClosed()).toCompletionStage();
    }

    /** {@inheritDoc} The server ends the connection, whatever it has read of it by then; so it is cut at once here. */
    @Override
    protected CompletionStage<?> endWhatRuns() {
        cut();
        return connector.kills(server).kill("CONNECTION", facts, () -> true).toCompletionStage();
    }

    /** A mark that came when the statement had answered waits for the next, and goes with it. */
    @Override
    public Exchange settling() {
        return Messages.text(Part.PROBE, "DO 0");
    }

    /** A failed statement does not make those behind it fail. */
    @Override
    public int maxPipelined() {
        return 1;
    }

    BackendException failed(Flight flight, Command command, Exchange failed) {
        look(failed);
        return failure(flight, command, failed);
    }

    /** What is behind a failed run is of no use, and may wait long for a lock. */
    void stopSoon(Command command) {
        wire().interruptAfter(PATIENCE_MILLIS, command);
    }

    /** Of the last run that was answered; on the event loop. */
    @Nullable
    Object lastKey(Command command) {
        return MySqlKeys.key(packets.key(), command);
    }

    void send(Flight flight) {
        wire().send(flight);
    }

    void sendHeld(Flight holder, Flight next) {
        wire().sendHeld(holder, next);
    }

    void release(Flight holder) {
        wire().release(holder);
    }

    /** Something of this library has failed that never should: lends the connection to nobody any more. */
    void giveUp(Exchange failed) {
        condemn(Objects.requireNonNull(failed.failure()));
    }

    // ---- Questions ----

    /** A ping would be answered by a node that is outside its cluster, too. */
    @Override
    public CompletionStage<Void> validate() {
        return ask(Messages.text(Part.STATEMENT, ServerFacts.READY_QUESTION)).thenApply(rows -> null);
    }

    @Override
    public CompletionStage<Boolean> inTransaction() {
        String question = isMariaDb() || facts.clustered()
                ? ServerFacts.READY_QUESTION
                : ServerFacts.QUESTION_THAT_KEEPS_WARNINGS;
        return ask(Messages.text(Part.STATEMENT, question)).thenApply(rows -> state.inTransaction());
    }

    @Override
    public boolean takeMark() {
        return state.takeMark();
    }

    @Override
    public CompletionStage<Void> reset() {
        return driver.resetConnection()
                .toCompletionStage()
                .thenCompose(done -> settings.set().thenCombine(settings.enter(facts.database()), (set, back) -> back))
                .thenAccept(done -> state.takeMark());
    }

    @Override
    public CompletionStage<Void> initialize(Command statement) {
        return super.initialize(statement)
                .thenCompose(done -> settings.requireUnchanged())
                .thenAccept(done -> state.takeMark());
    }

    @Override
    public Optional<Host> address() {
        return Optional.of(server.known());
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

package io.databased.vertx;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.Command;
import io.databased.spi.RowCursor;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.internal.command.CommandBase;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection whose driver and server are what the holder says they do. Its event loop runs when it is told to. */
public final class FuzzedConnection extends WireConnection {
    /** What a driver is told to send. */
    public interface Driver {
        void send(CommandBase<?> message);

        void cut();
    }

    private final FuzzedLoop loop;
    private final FuzzedLink link;
    private final Exchange statement;

    /** @param statement what each command of it sends */
    public FuzzedConnection(Driver driver, Exchange statement) {
        this(new FuzzedLoop(), driver, statement);
    }

    private FuzzedConnection(FuzzedLoop loop, Driver driver, Exchange statement) {
        this(loop, new FuzzedLink(driver), statement);
    }

    private FuzzedConnection(FuzzedLoop loop, FuzzedLink link, Exchange statement) {
        super(loop, link, new ColumnReaders(column -> null));
        this.loop = loop;
        this.link = link;
        this.statement = statement;
    }

    /** The statement as a stream. */
    public CompletionStage<RowCursor> stream(Command command, IncomingRows incoming) {
        return streamUnbuffered(command, incoming);
    }

    /** What the driver was sent first of what is not answered; null if all is. */
    public @Nullable Exchange unanswered() {
        return link.sent.peek();
    }

    /** The driver tells of an answer. */
    public void answer(@Nullable Throwable failure) {
        Exchange answered = link.sent.poll();
        if (answered != null) {
            answered.complete(null, failure);
        }
    }

    /** The driver tells that something is wrong with the connection. */
    public void fail(Throwable why) {
        link.failed.accept(why);
    }

    /** The driver tells that the connection is closed. */
    public void end() {
        while (!link.sent.isEmpty()) {
            answer(ClosedConnectionException.INSTANCE);
        }
        link.closed.run();
    }

    /** Runs what is to be run now. */
    public void runLoop() {
        while (!loop.now.isEmpty()) {
            loop.now.remove().run();
        }
    }

    /** What is to be run later is due. */
    public void passTime() {
        loop.now.addAll(loop.later);
        loop.later.clear();
        runLoop();
    }

    @Override
    protected Exchange statement(Command command) {
        return statement;
    }

    @Override
    protected long affectedRows(Command command, Exchange answered) {
        return 0;
    }

    @Override
    protected BackendException refused(Throwable failure, Effect effect) {
        return new BackendException(failure.getMessage(), Kind.OTHER, effect, null);
    }

    @Override
    protected Tuple bind(@Nullable Object[] values) {
        return Tuple.tuple();
    }

    @Override
    protected boolean inTransactionByOurs() {
        return false;
    }

    @Override
    public boolean isLoss(Throwable failure) {
        return failure instanceof ClosedConnectionException;
    }

    @Override
    public CompletionStage<?> signalStop() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public @Nullable Exchange settling() {
        return null;
    }

    @Override
    public int maxPipelined() {
        return 1;
    }

    @Override
    public CompletionStage<Void> validate() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Boolean> inTransaction() {
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public CompletionStage<Void> reset() {
        return CompletableFuture.completedFuture(null);
    }

    private static final class FuzzedLoop implements Loop {
        private final ArrayDeque<Runnable> now = new ArrayDeque<>();
        private final ArrayDeque<Runnable> later = new ArrayDeque<>();

        @Override
        public void run(Runnable action) {
            now.add(action);
        }

        @Override
        public void runAfter(long millis, Runnable action) {
            later.add(action);
        }
    }

    private static final class FuzzedLink implements Link {
        private final Driver driver;
        private final ArrayDeque<Exchange> sent = new ArrayDeque<>();
        private Consumer<Throwable> failed = why -> {};
        private Runnable closed = () -> {};

        FuzzedLink(Driver driver) {
            this.driver = driver;
        }

        @Override
        public void onFailed(Consumer<Throwable> listener) {
            failed = listener;
        }

        @Override
        public void onClosed(Runnable listener) {
            closed = listener;
        }

        @Override
        public void send(List<Exchange> messages) {
            for (Exchange message : messages) {
                sent.add(message);
                driver.send(message.message());
            }
        }

        @Override
        public CompletionStage<Void> leave() {
            return cut();
        }

        @Override
        public CompletionStage<Void> cut() {
            driver.cut();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public <C> Optional<C> unwrap(Class<C> type) {
            return Optional.empty();
        }
    }
}

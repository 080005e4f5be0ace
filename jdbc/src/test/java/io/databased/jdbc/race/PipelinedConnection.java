package io.databased.jdbc.race;

import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import io.databased.spi.Command.Mode;
import io.databased.spi.Reply;
import io.databased.spi.RowCursor;
import io.databased.spi.SessionBackend;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes several statements at a time, for an {@link Engine} that runs them in the order in which they were handed over; it hears no signals. */
final class PipelinedConnection implements SessionBackend {
    private final Engine engine;
    private final ExecutorService server = Executors.newSingleThreadExecutor(Server::new);

    PipelinedConnection(Engine engine) {
        this.engine = engine;
    }

    /** Whether the calling thread gives the answers. */
    static boolean isServer() {
        return Thread.currentThread() instanceof Server;
    }

    @Override
    public CompletionStage<Reply> run(Command command) {
        return ask(() -> {
            for (Control step : command.prelude()) {
                engine.control(step, () -> false);
            }
            return command.mode() == Mode.CONTROL ? Reply.NONE : engine.run(command);
        });
    }

    @Override
    public CompletionStage<RowCursor> stream(Command command) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void interrupt(Command command) {}

    @Override
    public boolean reusableAfterInterrupt() {
        return true;
    }

    @Override
    public int maxPipelined() {
        return 8;
    }

    @Override
    public CompletionStage<Void> validate() {
        return ask(() -> {
            engine.validate();
            return null;
        });
    }

    @Override
    public CompletionStage<Boolean> inTransaction() {
        return ask(engine::inTransaction);
    }

    @Override
    public CompletionStage<Void> reset() {
        return ask(() -> {
            engine.reset();
            return null;
        });
    }

    @Override
    public CompletionStage<Void> close() {
        CompletionStage<Void> closed = ask(() -> {
            engine.close();
            return null;
        });
        server.shutdown();
        return closed;
    }

    @Override
    public void onLost(Consumer<Throwable> listener) {}

    @Override
    public <C> Optional<C> unwrap(Class<C> type) {
        return Optional.empty();
    }

    private <T extends @Nullable Object> CompletionStage<T> ask(Question<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        server.execute(() -> {
            try {
                answer.complete(question.answer());
            } catch (BackendException | RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    @FunctionalInterface
    private interface Question<T extends @Nullable Object> {
        T answer() throws BackendException;
    }

    private static final class Server extends Thread {
        Server(Runnable work) {
            super(work, "server");
            setDaemon(true);
        }
    }
}

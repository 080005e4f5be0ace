package io.databased.vertx;

import io.vertx.core.Promise;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionBase;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import io.vertx.sqlclient.internal.command.CompositeCommand;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** One connection of the driver. */
final class DriverLink implements Link {
    private final SqlConnection driver;
    private final Connection connection;

    DriverLink(SqlConnection driver) {
        this.driver = driver;
        this.connection = ((SqlConnectionInternal) driver).unwrap();
    }

    @Override
    public void onFailed(Consumer<Throwable> listener) {
        driver.exceptionHandler(listener::accept);
    }

    @Override
    public void onClosed(Runnable listener) {
        driver.closeHandler(none -> listener.run());
    }

    @Override
    public void send(List<Exchange> messages) {
        CompositeCommand together = new CompositeCommand();
        for (Exchange exchange : messages) {
            together.add(exchange.message(), exchange);
        }
        connection.schedule(together, (done, refused) -> {
            if (refused != null) {
                together.commands().forEach(command -> command.fail(NotSentException.closed()));
            }
        });
    }

    @Override
    public CompletionStage<Void> leave() {
        return driver.close().toCompletionStage();
    }

    /** With what the driver made this one connection with, and with that the socket, if it is still open. */
    @Override
    public CompletionStage<Void> cut() {
        Promise<Void> cut = Promise.promise();
        ((SqlConnectionBase<?>) driver).factory().close(cut);
        return cut.future().toCompletionStage();
    }

    @Override
    public <C> Optional<C> unwrap(Class<C> type) {
        return type.isInstance(driver) ? Optional.of(type.cast(driver)) : Optional.empty();
    }
}

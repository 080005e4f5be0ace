package io.databased.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.jdbc.product.Product;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MemoryDatabaseTest {
    private final MemoryDatabase memory =
            new MemoryDatabase(Objects.requireNonNull(Product.named("h2").memory("jdbc:h2:mem:")));

    @Test
    void whoWaitsForOneThatCannotOpenItTriesItself() throws Exception {
        CountDownLatch opening = new CountDownLatch(1);
        CompletableFuture<Void> mayFail = new CompletableFuture<>();
        FutureTask<Connection> first = new FutureTask<>(() -> memory.connect(url -> {
            opening.countDown();
            mayFail.join();
            throw new SQLException("refused");
        }));
        FutureTask<Connection> second = new FutureTask<>(() -> memory.connect(DriverManager::getConnection));
        Thread waiting = new Thread(second);

        new Thread(first).start();
        assertThat(opening.await(10, TimeUnit.SECONDS)).isTrue();
        waiting.start();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (waiting.getState() != Thread.State.WAITING && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        mayFail.complete(null);

        assertThatThrownBy(() -> first.get(10, TimeUnit.SECONDS)).hasRootCauseMessage("refused");
        try (Connection opened = second.get(10, TimeUnit.SECONDS)) {
            assertThat(opened.isClosed()).isFalse();
        }
        memory.close();
    }
}

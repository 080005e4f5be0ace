package io.databased.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.DatabaseListener;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The snippet about listening. */
class ListenerSnippetTest {
    @Test
    void hearsWhatIsSent() throws InterruptedException {
        BlockingQueue<String> log = new LinkedBlockingQueue<>();
        // tag::listener
        DatabaseListener listener = new DatabaseListener() {
            @Override
            public void exchanged(Exchange exchange) {
                log.add(exchange.sql() + " took " + exchange.duration().toMillis() + " ms");
            }
        };
        Database database =
                Database.builder("sqlite:///:memory:").listener(listener).build();
        // end::listener
        try (database) {
            database.connect().join();
            database.fetchAll("SELECT 1").join();
            assertThat(log.poll(10, TimeUnit.SECONDS)).startsWith("[SELECT 1] took ");
        }
    }
}

package io.databased.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.BlockingQueryable;
import io.databased.Database;
import io.databased.Row;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

class ShutdownTest {
    @TempDir
    Path folder;

    /** One request, which writes before and after the application begins to stop. */
    @EnableAutoConfiguration
    @Configuration(proxyBeanMethods = false)
    @RestController
    static class Slow {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch stopping = new CountDownLatch(1);
        private final BlockingQueryable database;

        Slow(BlockingQueryable database) {
            this.database = database;
        }

        @PostMapping("/slow")
        String add() throws InterruptedException {
            database.execute("INSERT INTO marks VALUES ('before')");
            begun.countDown();
            assertThat(stopping.await(60, TimeUnit.SECONDS)).isTrue();
            database.execute("INSERT INTO marks VALUES ('after')");
            return "done";
        }

        boolean hasBegun() throws InterruptedException {
            return begun.await(60, TimeUnit.SECONDS);
        }

        /** Stops before web servers wait for their last requests, and after what would stop first of all. */
        @Bean
        SmartLifecycle beforeWebServers() {
            return new Signal(stopping);
        }
    }

    private static final class Signal implements SmartLifecycle {
        private final CountDownLatch stopped;
        private volatile boolean running;

        Signal(CountDownLatch stopped) {
            this.stopped = stopped;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            stopped.countDown();
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        @Override
        public int getPhase() {
            return SmartLifecycle.DEFAULT_PHASE - 1000;
        }
    }

    @Test
    @Timeout(180)
    void theLastRequestsEndBeforeTheDatabaseDoes() throws Exception {
        String url = "sqlite:///" + folder.resolve("marks.sqlite");
        execute(url, "CREATE TABLE marks (mark TEXT)");
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Slow.class)
                .run("--databased.url=" + url, "--server.port=0", "--server.shutdown=graceful");
        URI uri = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/slow");
        CompletableFuture<HttpResponse<String>> response = HttpClient.newHttpClient()
                .sendAsync(
                        HttpRequest.newBuilder(uri)
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(context.getBean(Slow.class).hasBegun()).isTrue();

        context.close();

        assertThat(response.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(execute(url, "SELECT mark FROM marks"))
                .map(row -> row.getString("mark"))
                .containsExactly("before", "after");
    }

    private static List<Row> execute(String url, String sql) {
        try (Database database = Database.of(url)) {
            return database.blocking().connect().fetchAll(sql);
        }
    }
}

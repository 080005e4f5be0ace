package io.databased.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.servers.PostgresServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class HealthTest {
    @Test
    @Timeout(180)
    void eachOfSeveralDatabasesHasItsOwn() throws Exception {
        PostgresServer server = PostgresServer.start(Map.of());
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Starter.Empty.class)
                .run(
                        "--server.port=0",
                        "--management.endpoint.health.show-details=always",
                        "--databased.url=sqlite:///:memory:",
                        "--databased.databases.orders.url=" + server.createDatabase(),
                        "--databased.databases.orders.password=secret")) {
            HttpResponse<String> up = health(context);
            assertThat(up.statusCode()).isEqualTo(200);
            assertThat(up.body()).contains("\"default\":{", "\"orders\":{", "\"sqlite\"", "\"postgresql\"");

            server.close();
            HttpResponse<String> down = health(context);
            assertThat(down.statusCode()).isEqualTo(503);
            assertThat(down.body())
                    .contains("\"DOWN\"", "\"error\":", "Connection refused", "\"sqlite\"")
                    .doesNotContain("secret");
        } finally {
            server.close();
        }
    }

    private static HttpResponse<String> health(ConfigurableApplicationContext context) throws Exception {
        String port = context.getEnvironment().getProperty("local.server.port");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}

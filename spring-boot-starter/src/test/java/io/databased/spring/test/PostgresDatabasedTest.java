package io.databased.spring.test;

import io.databased.servers.PostgresServer;
import io.databased.spring.app.Application;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@DatabasedTest
@SpringBootTest(
        classes = Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "databased.password=secret",
            "management.endpoint.health.show-details=always",
            "management.endpoints.web.exposure.include=health,metrics"
        })
class PostgresDatabasedTest extends DatabasedTestCases {
    @DynamicPropertySource
    static void url(DynamicPropertyRegistry properties) {
        String url = PostgresServer.shared().createDatabase();
        properties.add("databased.url", () -> url);
    }
}

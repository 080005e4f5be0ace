package io.databased.films;

import io.databased.servers.PostgresServer;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

class PostgresFilmsTest extends FilmsCases {
    @DynamicPropertySource
    static void url(DynamicPropertyRegistry properties) {
        String url = PostgresServer.shared().createDatabase();
        properties.add("databased.url", () -> url);
    }
}

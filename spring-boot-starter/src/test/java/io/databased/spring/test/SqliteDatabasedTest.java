package io.databased.spring.test;

import io.databased.spring.app.Application;
import org.springframework.boot.test.context.SpringBootTest;

@DatabasedTest
@SpringBootTest(
        classes = Application.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "databased.url=sqlite:///:memory:",
            "management.endpoint.health.show-details=always",
            "management.endpoints.web.exposure.include=health,metrics"
        })
class SqliteDatabasedTest extends DatabasedTestCases {}

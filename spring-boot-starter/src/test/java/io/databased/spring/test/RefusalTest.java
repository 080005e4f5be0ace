package io.databased.spring.test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Database;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.TestContextManager;

class RefusalTest {
    @DatabasedTest
    @SpringBootTest(classes = Own.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
    static class OnADatabaseOfItsOwn {
        void test() {}
    }

    @EnableAutoConfiguration
    static class Own {
        @Bean
        Database own() {
            return Database.of("sqlite:///:memory:");
        }
    }

    /** It would not be rolled back, and nobody would see it. */
    @Test
    void aDatabaseThatTheApplicationMakes() throws Exception {
        TestContextManager manager = new TestContextManager(OnADatabaseOfItsOwn.class);
        OnADatabaseOfItsOwn test = new OnADatabaseOfItsOwn();
        manager.beforeTestClass();
        manager.prepareTestInstance(test);

        assertThatThrownBy(() -> manager.beforeTestMethod(test, OnADatabaseOfItsOwn.class.getDeclaredMethod("test")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the application makes it itself");
        manager.afterTestClass();
    }
}

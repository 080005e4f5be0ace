package io.databased.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootVersion;
import org.springframework.core.SpringVersion;

/** These tests run in two modules; in each on the line of Spring that it says. */
class BootLineTest {
    @Test
    void isTheOneThatTheModuleSays() {
        String boot = System.getProperty("databased.test.boot");

        assertThat(SpringBootVersion.getVersion()).isNotNull().isEqualTo(boot);
        assertThat(SpringVersion.getVersion()).startsWith(boot.startsWith("4.") ? "7." : "6.2.");
    }
}

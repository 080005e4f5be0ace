package io.databased.vertx.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DriverVersionsTest {
    /** So that what the messages propose is what the tests ran with. */
    @Test
    void findsTheVersionsThatTheTestsRunWith() {
        assertThat(DriverVersions.found())
                .isEqualTo(new DriverVersions(DriverVersions.TESTED_NETTY, DriverVersions.TESTED_VERTX));
    }

    @ParameterizedTest
    @CsvSource({
        "4.2.0.Final, 5.0.0, true, true",
        "4.2.99.Final, 5.0.99, true, true",
        "4.2.0.RC4, 5.0.10, true, false",
        "4.2.13.Final-SNAPSHOT, 5.0.10, true, false",
        "4.3.0.Final, 5.0.10, true, false",
        "5.0.0.Final, 5.0.10, true, false",
        "4.2.12.Final, 5.0.0.CR8, false, false",
        "4.2.12.Final, 5.1.0, false, false",
        "4.2.12.Final, 6.0.0, false, false",
        ", 5.0.10, true, false",
        "4.2.12.Final, , false, false",
        ", , false, false"
    })
    void knowsReleasesOfTheTwoLines(String netty, String vertx, boolean vertxKnown, boolean bothKnown) {
        DriverVersions versions = new DriverVersions(netty, vertx);

        assertThat(versions.isVertxKnown()).isEqualTo(vertxKnown);
        assertThat(versions.areKnown()).isEqualTo(bothKnown);
    }
}

package io.databased.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionFailedException;
import io.databased.DatabaseUrl;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R3")
class ConnectFailuresTest {
    private static void assertTold(Throwable failure, String told) {
        assertThat(ConnectFailures.of(failure, DatabaseUrl.parse("sqlite:///app.db")))
                .isInstanceOf(ConnectionFailedException.class)
                .hasMessage("Could not connect to sqlite:///app.db: " + told)
                .hasCause(failure);
    }

    @Test
    void aDriverThatIsNotThereIsTold() {
        String told = "a class of the driver is not on the class path, or is of another version (NoClassDefFoundError:"
                + " org/driver/Connection); add what the artifact of the backend depends on, which Maven and Gradle do"
                + " by themselves";

        assertTold(new NoClassDefFoundError("org/driver/Connection"), told);
        assertTold(new IllegalStateException(new NoClassDefFoundError("org/driver/Connection")), told);
    }

    @Test
    void aNativeLibraryThatCannotBeLoadedIsTold() {
        assertTold(
                new UnsatisfiedLinkError("no driver in java.library.path"),
                "the native library of the driver could not be loaded: no driver in java.library.path");
    }

    @Test
    void aDeadlineIsToldInItsWords() {
        assertTold(new TimeoutException("not answered within 5 s"), "not answered within 5 s");
    }

    /** Its words may quote anything. */
    @Test
    @Tag("R37")
    void anyOtherFailureIsToldByItsClass() {
        assertTold(
                new IllegalArgumentException("canary"),
                "the driver failed (IllegalArgumentException, the cause of this)");
    }
}

package io.databased.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.DatabaseUrl;
import io.databased.InvalidUrlException;
import io.databased.vertx.connect.Tls;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds where the URL does not say, and what it may not say. */
@Tag("R38")
final class TlsModeTest {
    @ParameterizedTest
    @CsvSource({
        "localhost, DISABLE",
        "127.0.0.1, DISABLE",
        "127.1.2.3, DISABLE",
        "[::1], DISABLE",
        "%2Fvar%2Frun%2Fpostgresql, DISABLE",
        "db.example, VERIFY_FULL",
        "10.0.0.1, VERIFY_FULL",
        "localhost.example, VERIFY_FULL",
        "127.0.0.1.example, VERIFY_FULL",
        "[::2], VERIFY_FULL",
    })
    @Tag("T1")
    void verifiesUnlessItStaysInTheMachine(String host, Tls.Mode mode) {
        assertThat(mode("postgresql://app@" + host + "/movies")).isEqualTo(mode);
    }

    @Test
    void doesWhatTheUrlSays() {
        assertThat(mode("postgresql://localhost/movies?sslmode=verify-full")).isEqualTo(Tls.Mode.VERIFY_FULL);
        assertThat(mode("postgresql://db.example/movies?sslmode=disable")).isEqualTo(Tls.Mode.DISABLE);
        assertThat(mode("postgresql://db.example/movies?sslmode=require")).isEqualTo(Tls.Mode.REQUIRE);
    }

    private static Tls.Mode mode(String text) {
        DatabaseUrl url = DatabaseUrl.parse(text);
        return Tls.of(url).mode(url.hosts().get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefer", "allow"})
    @Tag("T2")
    void neverFallsBackToPlainText(String mode) {
        assertThatThrownBy(() -> Tls.of(DatabaseUrl.parse("postgresql://db.example/movies?sslmode=" + mode)))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("plain text")
                .hasMessageContaining("verify-full");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslmode=none", "sslcert=a.pem", "sslkey=a.pem", "sslmode=disable&sslrootcert=a.pem"})
    void refusesWhatMakesNoSense(String options) {
        assertThatThrownBy(() -> Tls.of(DatabaseUrl.parse("postgresql://db.example/movies?" + options)))
                .isInstanceOf(InvalidUrlException.class);
    }
}

package io.databased.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Database;
import io.databased.InvalidUrlException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs, as far as they are about all backends. */
final class ConformanceTest {
    @ParameterizedTest
    @Tag("D2")
    @ValueSource(strings = {"", "sqlite", "sqlite:", ":memory:", "sqlite:///a://b"})
    void refusesWhatIsNoUrl(String text) {
        assertThatThrownBy(() -> Database.of(text)).isInstanceOf(InvalidUrlException.class);
    }

    @Test
    @Tag("D3")
    void unknownSchemeIsRefusedAtOnceAndNamesTheArtifact() {
        assertThatThrownBy(() -> Database.of("postgresql://localhost/movies"))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("databased-postgresql");
        assertThatThrownBy(() -> Database.of("postgre://localhost/movies"))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("did you mean 'postgresql'?");
        assertThatThrownBy(() -> Database.of("nonsense://localhost/movies"))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("databased-jdbc");
    }
}

package io.databased.jdbc.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MemoryUrlTest {
    private static MemoryUrl of(String product, String url) {
        return Objects.requireNonNull(Product.named(product).memory(url));
    }

    @ParameterizedTest
    @CsvSource({
        "h2, jdbc:h2:mem:kept",
        "h2, jdbc:h2:mem:kept;MODE=PostgreSQL",
        "h2, jdbc:h2:mem:kept;DB_CLOSE_DELAY=10",
        "duckdb, jdbc:duckdb::memory:kept;threads=2",
        "sqlite, jdbc:sqlite:file::memory:?cache=shared",
        "sqlite, jdbc:sqlite:file:kept?mode=memory&cache=shared"
    })
    void hasOneForAllConnectionsByItsName(String product, String url) {
        MemoryUrl memory = of(product, url);

        assertThat(memory.alone()).isFalse();
        assertThat(memory.named()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "h2, jdbc:h2:mem:, jdbc:h2:mem:",
        "h2, jdbc:h2:mem:;MODE=MySQL, jdbc:h2:mem:",
        "h2, jdbc:h2:mem:;DB_CLOSE_DELAY=-1, jdbc:h2:mem:",
        "duckdb, jdbc:duckdb:, jdbc:duckdb::memory:",
        "duckdb, jdbc:duckdb::memory:;threads=2, jdbc:duckdb::memory:"
    })
    void withoutANameItHasANewOneEachTime(String product, String url, String scheme) {
        MemoryUrl memory = of(product, url);
        String options = url.contains(";") ? url.substring(url.indexOf(';')) : "";

        assertThat(memory.alone()).isFalse();
        assertThat(memory.named())
                .startsWith(scheme + "databased-")
                .endsWith(options)
                .isNotEqualTo(memory.named());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlite:",
                "jdbc:sqlite::memory:",
                "jdbc:sqlite::memory:?foreign_keys=on",
                "jdbc:sqlite:file::memory:",
                "jdbc:sqlite:file:kept?mode=memory",
                "jdbc:sqlite:file:?mode=memory&cache=shared"
            })
    void eachConnectionHasOneForItself(String url) {
        MemoryUrl memory = of("sqlite", url);

        assertThat(memory.alone()).isTrue();
        assertThat(memory.named()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "h2, jdbc:h2:mem:kept;DB_CLOSE_DELAY=-1",
        "h2, jdbc:h2:mem:kept;MODE=MySQL;db_close_delay=-1;LOCK_TIMEOUT=1",
        "h2, jdbc:h2:./kept",
        "duckdb, jdbc:duckdb:kept.duckdb",
        "sqlite, jdbc:sqlite:kept.sqlite?cache=shared",
        "sqlite, jdbc:sqlite:file:kept.sqlite",
        "sqlite, jdbc:sqlite:file:",
        "postgresql, jdbc:postgresql:kept",
        "hsqldb, jdbc:hsqldb:mem:kept"
    })
    void isNoneOfWhatOutlivesItsConnections(String product, String url) {
        assertThat(Product.named(product).memory(url)).isNull();
    }

    /** Which are files with this for their names. */
    @Test
    void isNoneOfWhatSqlitesDriverTakesForFiles() {
        assertThat(Product.named("sqlite").memory("jdbc:sqlite::memory:?cache=shared"))
                .isNull();
        assertThat(Product.named("sqlite").memory("jdbc:sqlite:?cache=shared")).isNull();
    }
}

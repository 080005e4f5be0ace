package io.databased.internal.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.InvalidQueryException;
import io.databased.internal.sql.ParsedSql;
import io.databased.spi.SqlSyntax;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SqlCacheTest {
    private final SqlCache cache = new SqlCache(SqlSyntax.standard(), (index, value, place) -> "?", 512);

    @Test
    void readsATextOnce() {
        assertThat(cache.get("SELECT 1")).isSameAs(cache.get("SELECT 1"));
    }

    @Test
    void neverGrowsBeyondItsBound() {
        IntStream.range(0, 20_000).parallel().forEach(i -> {
            assertThat(cache.get("SELECT " + i).sql()).isEqualTo("SELECT " + i);
            assertThat(cache.size()).isLessThanOrEqualTo(512);
        });
    }

    @Test
    void keepsATextThatIsInUse() {
        ParsedSql used = cache.get("SELECT x");
        for (int i = 0; i < 20_000; i++) {
            cache.get("SELECT " + i);
            assertThat(cache.get("SELECT x")).isSameAs(used);
        }
    }

    @Test
    void doesNotKeepARefusedOrAVeryLongText() {
        assertThatThrownBy(() -> cache.get("SELECT 'x")).isInstanceOf(InvalidQueryException.class);
        cache.get("SELECT '" + "x".repeat(40_000) + "'");

        assertThat(cache.size()).isZero();
    }
}

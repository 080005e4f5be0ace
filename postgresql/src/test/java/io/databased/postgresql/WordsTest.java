package io.databased.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "into",
                "SELECT 1 INTO t",
                "select 1 InTo t",
                "SELECT 1\nINTO\nt",
                "SELECT 1 AS \"a\"INTO t",
                "SELECT pinto INTO t",
                "SELECT a INTO",
                "SELECT (1)into t"
            })
    void isThere(String sql) {
        assertThat(Words.has(sql, "into")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "int", "SELECT pinto, intos, _into, into_, into1, éinto", "i n t o", "INT O"})
    void isNotThere(String sql) {
        assertThat(Words.has(sql, "into")).isFalse();
    }
}

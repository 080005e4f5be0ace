package io.databased.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TypeSampleTest {
    private static @Nullable Object sample(@Nullable Object given, @Nullable Object bound) {
        return TypeSample.of(new @Nullable Object[] {given}, new @Nullable Object[] {bound})[0];
    }

    @Test
    void mostValuesTellTheirTypeThemselves() {
        @Nullable Object[] bound = {1, "a", null};
        assertThat(TypeSample.of(new @Nullable Object[] {1, 'a', null}, bound)).isSameAs(bound);
    }

    @Test
    void aConstantStandsForItself() {
        assertThat(sample(TimeUnit.DAYS, "DAYS")).isEqualTo(TimeUnit.DAYS);
        assertThat(sample(TimeUnit.DAYS, 3))
                .as("a converter made a number of it")
                .isEqualTo(3);
    }

    @Test
    void oneElementStandsForAnArray() {
        assertThat(sample(new Object[] {null, 1, 2L, 3}, Arrays.asList(null, 1, 2L, 3)))
                .isEqualTo(List.of(2L));
        assertThat(sample(new Object[] {1, 0.5}, List.of(1, 0.5))).isEqualTo(List.of(BigDecimal.ZERO));
    }

    @Test
    void anArrayThatTellsNothingStandsForItself() {
        Integer[] nulls = {null};
        assertThat(sample(nulls, Arrays.asList((Object) null))).isSameAs(nulls);
        TimeUnit[] units = {TimeUnit.DAYS};
        assertThat(sample(units, List.of("DAYS"))).isSameAs(units);
        assertThat(sample(units, List.of(3))).isEqualTo(List.of(3));
        assertThat(sample(List.of(), List.of())).isEqualTo(List.of());
    }

    @Test
    void theWiderOfTwoNumbersHoldsBoth() {
        assertThat(TypeSample.wider(null, 1)).isEqualTo(1);
        assertThat(TypeSample.wider((short) 1, 2)).isEqualTo(2);
        assertThat(TypeSample.wider(1L, 2)).isEqualTo(1L);
        assertThat(TypeSample.wider(0.5f, 0.5)).isEqualTo(0.5);
        assertThat(TypeSample.wider(0.5, Long.MAX_VALUE)).isInstanceOf(BigDecimal.class);
        assertThat(TypeSample.wider(BigDecimal.ONE, 0.5)).isInstanceOf(BigDecimal.class);
        assertThat(TypeSample.wider("a", 1)).isEqualTo("a");
    }

    @Test
    void theWiderOfTwoListsIsTheOneThatTellsMore() {
        int[] empty = {};
        assertThat(TypeSample.wider(empty, List.of(1))).isEqualTo(List.of(1));
        assertThat(TypeSample.wider(List.of(1L), empty)).isEqualTo(List.of(1L));
        assertThat(TypeSample.wider(List.of(1), List.of(2L))).isEqualTo(List.of(2L));
        assertThat(TypeSample.wider(List.of(), List.of())).isEqualTo(List.of());
    }
}

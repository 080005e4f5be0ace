package io.databased.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.MappingException;
import io.databased.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RowTest {
    private final RowShapes shapes = new RowShapes(Conversions.of(List.of()));
    private final Row row = row(List.of("id", "Title", "rating", "gone"), 7L, "Alien", 8.5, null);

    @Test
    void findsColumnsWithoutRegardToCase() {
        assertThat(row.get("Title")).isEqualTo("Alien");
        assertThat(row.get("TITLE")).isEqualTo("Alien");
        assertThat(row.get("title", String.class)).isEqualTo("Alien");
        assertThat(row.columns()).containsExactly("id", "Title", "rating", "gone");
    }

    @Test
    void readsByIndexFromZero() {
        assertThat(row.get(0)).isEqualTo(7L);
        assertThat(row.get(0, int.class)).isEqualTo(7);
        assertThat(row.get(3)).isNull();
        assertThat(row.get(3, Integer.class)).isNull();
    }

    @Test
    void readsTheCommonTypes() {
        assertThat(row.getInt("id")).isEqualTo(7);
        assertThat(row.getLong("id")).isEqualTo(7L);
        assertThat(row.getString("title")).isEqualTo("Alien");
        assertThat(row.getDouble("rating")).isEqualTo(8.5);
        assertThat(row(List.of("on"), 1L).getBoolean("on")).isTrue();
    }

    @Test
    void refusesNullWhereTheTypeHasNone() {
        assertThatThrownBy(() -> row.getInt("gone"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("\"gone\" is NULL")
                .hasMessageContaining("get(\"gone\", Integer.class)");
        assertThatThrownBy(() -> row.getString("gone")).isInstanceOf(MappingException.class);
        assertThatThrownBy(() -> row.getBoolean("gone")).isInstanceOf(MappingException.class);
    }

    @Test
    void namesTheColumnsThereAreWhenOneIsMissing() {
        assertThatThrownBy(() -> row.get("year"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("\"year\"")
                .hasMessageContaining("[id, Title, rating, gone]");
        assertThatThrownBy(() -> row.get(4))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("no column 4");
        assertThatThrownBy(() -> row.get(-1, Long.class)).isInstanceOf(MappingException.class);
    }

    @Test
    @Tag("S26")
    void keepsColumnsOfOneNameByIndexAndRefusesThemByName() {
        Row joined = row(List.of("id", "name", "ID"), 1L, "a", 2L);

        assertThat(joined.get(0)).isEqualTo(1L);
        assertThat(joined.get(2)).isEqualTo(2L);
        assertThat(joined.get("name")).isEqualTo("a");
        for (String name : List.of("id", "ID", "Id")) {
            assertThatThrownBy(() -> joined.get(name))
                    .isInstanceOf(MappingException.class)
                    .hasMessageContaining("[id, name, ID]")
                    .hasMessageContaining("by index");
        }
        assertThatThrownBy(joined::toMap).isInstanceOf(MappingException.class).hasMessageContaining("\"id\"");
    }

    @Test
    void becomesAMapInColumnOrder() {
        assertThat(row.toMap().keySet()).containsExactly("id", "Title", "rating", "gone");
        assertThat(row.toMap().values()).containsExactly(7L, "Alien", 8.5, null);
        assertThatThrownBy(() -> row.toMap().put("a", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void showsItsValues() {
        assertThat(row).hasToString("Row[id=7, Title=Alien, rating=8.5, gone=null]");
        assertThat(row(List.of("a", "a"), new byte[] {1, 2}, new Object[] {1, null}))
                .hasToString("Row[a=2 bytes, a=[1, null]]");
        assertThat(row(List.of("long"), "x".repeat(101)).toString())
                .hasSizeLessThan(115)
                .endsWith("x…]");
    }

    @Test
    void equalsRowsOfTheSameColumnsAndValues() {
        Row bytes = row(List.of("a"), new byte[] {1});

        assertThat(bytes).isEqualTo(row(List.of("a"), new byte[] {1})).hasSameHashCodeAs(row(List.of("a"), new byte[] {1
        }));
        assertThat(bytes).isNotEqualTo(row(List.of("a"), new byte[] {2})).isNotEqualTo(row(List.of("b"), new byte[] {1
        }));
    }

    @Test
    void sharesTheShapeOfEqualColumnsAndNotTheListOfTheCaller() {
        List<String> columns = new ArrayList<>(List.of("a", "b"));
        RowShape shape = shapes.of(columns);
        columns.set(0, "c");

        assertThat(shapes.of(List.of("a", "b"))).isSameAs(shape);
        assertThat(shape.row(new Object[] {1, 2}).get("a")).isEqualTo(1);
        assertThat(shapes.of(columns)).isNotSameAs(shape);
    }

    @Test
    void forgetsShapesRatherThanGrowWithoutBound() {
        RowShape first = shapes.of(List.of("first"));
        for (int i = 0; i < 2_000; i++) {
            shapes.of(List.of("column" + i));
        }

        assertThat(shapes.of(List.of("first"))).isNotSameAs(first);
    }

    private Row row(List<String> columns, Object... values) {
        return shapes.of(columns).row(Arrays.copyOf(values, values.length, Object[].class));
    }
}

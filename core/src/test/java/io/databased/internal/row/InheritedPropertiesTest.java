package io.databased.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.MappingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Beans whose properties are a superclass's, which may be hidden, generic or both. */
class InheritedPropertiesTest {
    private final RowShapes shapes = new RowShapes(Conversions.of(List.of()));

    static class Numbered {
        private long number;

        public long getNumber() {
            return number;
        }

        public void setNumber(long number) {
            this.number = number;
        }
    }

    public static class Invoice extends Numbered {
        private String text = "";

        public String getText() {
            return text;
        }

        public void setText(String text) {
            this.text = text;
        }
    }

    static class Entity<K> {
        private @Nullable K key;
        private List<K> others = List.of();
        private Optional<K> parent = Optional.empty();

        public @Nullable K getKey() {
            return key;
        }

        public void setKey(K key) {
            this.key = key;
        }

        public List<K> getOthers() {
            return others;
        }

        public void setOthers(List<K> others) {
            this.others = others;
        }

        public Optional<K> getParent() {
            return parent;
        }

        public void setParent(Optional<K> parent) {
            this.parent = parent;
        }
    }

    public static class Middle<A, B> extends Entity<B> {
        public @Nullable A first() {
            return null;
        }
    }

    public static class Person extends Middle<String, Long> {}

    public static class Checked extends Entity<Long> {
        private boolean checked;

        @Override
        public void setKey(Long key) {
            checked = true;
            super.setKey(key);
        }
    }

    public static class Bounded<T extends Comparable<T>> {
        private @Nullable T value;

        public void setValue(T value) {
            this.value = value;
        }
    }

    @Test
    void propertiesOfASuperclassThatIsNotPublicAreSetAndBound() {
        Invoice invoice = map(List.of("number", "text"), Invoice.class, 7, "paid");

        assertThat(invoice.getNumber()).isEqualTo(7);
        assertThat(invoice.getText()).isEqualTo("paid");
        assertThat(ObjectValues.of(invoice, Set.of("number", "text"), Map.of()))
                .isEqualTo(Map.of("number", 7L, "text", "paid"));
        assertThatThrownBy(() -> map(List.of("text"), Invoice.class, "paid"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("properties [number] of");
    }

    @Test
    void propertiesOfAGenericSuperclassAreOfTheClassGivenToIt() {
        Person person = map(List.of("key", "others", "parent"), Person.class, 1, List.of(2, 3), 4);

        Long key = person.getKey();
        assertThat(key).isEqualTo(1L);
        assertThat(person.getOthers()).containsExactly(2L, 3L);
        assertThat(person.getParent()).contains(4L);
        assertThatThrownBy(() -> map(List.of("key", "others", "parent"), Person.class, "x", null, null))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("does not convert to java.lang.Long");
    }

    record Seen(Optional<String> title, OptionalInt times, OptionalLong bytes, OptionalDouble rating) {}

    @Test
    void optionalComponentsAreBoundAsWhatTheyHold() {
        Set<String> names = Set.of("title", "times", "bytes", "rating");
        Seen seen = new Seen(Optional.of("Ran"), OptionalInt.of(2), OptionalLong.of(3), OptionalDouble.of(4.5));
        Seen never = new Seen(Optional.empty(), OptionalInt.empty(), OptionalLong.empty(), OptionalDouble.empty());

        assertThat(ObjectValues.of(seen, names, Map.of()))
                .isEqualTo(Map.of("title", "Ran", "times", 2, "bytes", 3L, "rating", 4.5));
        assertThat(ObjectValues.of(never, names, Map.of()))
                .containsOnlyKeys(names)
                .allSatisfy((name, value) -> assertThat(value).isNull());
    }

    @Test
    void aSetterThatOverridesAGenericOneIsCalled() {
        Checked checked = map(List.of("key", "others", "parent"), Checked.class, 1, null, null);

        assertThat(checked.checked).isTrue();
        assertThat(checked.getKey()).isEqualTo(1L);
    }

    @Test
    void anOpenTypeTakesWhatItsBoundTakes() {
        Object value = map(List.of("value"), Bounded.class, 1).value;

        assertThat(value).isEqualTo(1);
        assertThatThrownBy(() -> map(List.of("value"), Bounded.class, List.of(1)))
                .isInstanceOf(MappingException.class);
    }

    private <T> T map(List<String> columns, Class<T> type, @Nullable Object... values) {
        return shapes.of(columns).row(values).mapTo(type);
    }
}

package io.databased;

import static io.databased.Sql.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.spi.StandardDialect;
import java.util.Arrays;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What may be given to a query, and in which order. */
@Tag("R36")
class SqlTest {
    private static final Dialect ANY = new StandardDialect();

    private record Film(String title) {}

    private static void refused(ThrowingCallable call, String told) {
        assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining(told);
    }

    @Test
    void eachCallGivesAnotherQuery() {
        Sql<Row> none = sql("SELECT :a");
        Sql<Row> one = none.bind("a", 1);

        assertThat(one.bind("a", 2).render(ANY).named()).isEqualTo(Map.of("a", 2));
        assertThat(one.render(ANY).named()).isEqualTo(Map.of("a", 1));
        assertThat(none.render(ANY).named()).isNull();
    }

    @Test
    void kindsOfValuesDoNotMix() {
        refused(() -> sql("SELECT ?").values(1).bind("a", 1), "named and positional values do not mix");
        refused(() -> sql("SELECT ?").bind("a", 1).values(1), "give all ? values in one call");
        refused(() -> sql("SELECT ?").values(1).values(2), "give all ? values in one call");
        refused(() -> sql("SELECT :a").bind("a", 1).bind(new Film("Dune")), "bind the object first");
    }

    /** As {@code bind(null)} and {@code values(null)} are read by the compiler. */
    @Test
    @SuppressWarnings("NullAway")
    void whereOneNullIsMeantItIsSaidHowToGiveIt() {
        Object[] none = null;
        assertThatThrownBy(() -> sql("SELECT ?").bind((Object) none))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("bind(name, null)");
        assertThatThrownBy(() -> sql("SELECT ?").values(none))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("values((Object) null)");
        assertThat(sql("SELECT ?").values((Object) null).render(ANY).positional())
                .isEqualTo(Arrays.asList((Object) null));
    }
}

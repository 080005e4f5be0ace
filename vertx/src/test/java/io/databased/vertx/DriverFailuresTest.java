package io.databased.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.vertx.DriverFailures.Misfit;
import io.vertx.core.VertxException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DriverFailuresTest {
    private static @Nullable Misfit misfit(String said) {
        return DriverFailures.misfit(new VertxException(said, true));
    }

    @Test
    void readsWhichValueDoesNotFit() {
        assertThat(misfit(
                        "Parameter at position[1] with class = [io.databased.Outer$Text] and value = [a text] can not be"
                                + " coerced to the expected class = [java.lang.Number] for encoding."))
                .isEqualTo(new Misfit(2, "Text", "Number"));
    }

    /** The value may read like the driver's own words, and what is expected is behind it. */
    @Test
    @Tag("R37")
    void isNotMisledByTheValue() {
        assertThat(misfit(
                        "Parameter at position[0] with class = [java.lang.String] and value = [x] can not be coerced to the"
                                + " expected class = [canary] can not be coerced to the expected class ="
                                + " [[Ljava.lang.Number;] for encoding."))
                .isEqualTo(new Misfit(1, "String", Misfit.LIST));
    }

    @Test
    void knowsNoneWhereTheDriverSaysNone() {
        assertThat(misfit("Parameter at position[0] with class = [java.lang.String] is of no use]"))
                .isNull();
        assertThat(misfit("The number of parameters to execute should be consistent"))
                .isNull();
        assertThat(DriverFailures.misfit(new VertxException((String) null, true)))
                .isNull();
    }
}

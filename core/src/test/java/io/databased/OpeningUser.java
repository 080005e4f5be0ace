package io.databased;

import java.util.function.Supplier;

/** Calls the library from outside of it, as far as stacks tell. */
public final class OpeningUser {
    private OpeningUser() {}

    public static <T> T opensOuter(Supplier<T> call) {
        return call.get();
    }

    public static <T> T opensInner(Supplier<T> call) {
        return call.get();
    }

    public static <T> T asks(Supplier<T> call) {
        return call.get();
    }
}

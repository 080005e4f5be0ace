package io.databased.internal.sql;

import org.jspecify.annotations.Nullable;

/** A text as the driver takes it, with a placeholder in each slot, for values of certain kinds. Immutable. */
public final class Rendering {
    private final String sql;
    private final String[] placeholders;
    private final int[] numbers;
    private final int[] sources;

    /**
     * @param numbers the number of the parameter that each slot takes
     * @param sources for each parameter, the first slot that takes it
     */
    Rendering(String sql, String[] placeholders, int[] numbers, int[] sources) {
        this.sql = sql;
        this.placeholders = placeholders;
        this.numbers = numbers;
        this.sources = sources;
    }

    public String sql() {
        return sql;
    }

    /** Of the values of the slots, those that are sent: one for each parameter. */
    public @Nullable Object[] parameters(@Nullable Object[] values) {
        if (sources.length == values.length) {
            return values;
        }
        @Nullable Object[] parameters = new @Nullable Object[sources.length];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = values[sources[i]];
        }
        return parameters;
    }

    int number(int slot) {
        return numbers[slot];
    }

    String placeholder(int slot) {
        return placeholders[slot];
    }
}

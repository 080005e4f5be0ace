package io.databased.internal.sql;

import org.jspecify.annotations.Nullable;

/**
 * A parameter in a text.
 *
 * @param start the offset of its first character
 * @param end the offset after its last character
 * @param name the name without the colon, or null if it is positional
 * @param list whether it stands alone inside {@code IN (…)}
 * @param close the offset after the closing parenthesis of that list, else {@code end}
 */
record Marker(int start, int end, @Nullable String name, ListContext list, int close) {

    /** Where a collection may stand, and what an empty one means there. */
    enum ListContext {
        NONE(""),
        /** {@code x IN (NULL)} is never true; made plainly false, so that it can be negated. */
        IN(" IS NOT NULL"),
        /** {@code x NOT IN (NULL)} is always null; made plainly true. */
        NOT_IN(" IS NULL");

        private final String whenEmpty;

        ListContext(String whenEmpty) {
            this.whenEmpty = whenEmpty;
        }

        /** What follows {@code (NULL)} in place of an empty list. */
        String whenEmpty() {
            return whenEmpty;
        }
    }

    Marker inside(ListContext context, int closeEnd) {
        return new Marker(start, end, name, context, closeEnd);
    }
}

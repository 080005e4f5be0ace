package io.databased.internal.sql;

import io.databased.spi.SqlDialect.Place;
import org.jspecify.annotations.Nullable;

/**
 * A parameter in a text.
 *
 * @param start the offset of its first character
 * @param end the offset after its last character
 * @param name the name without the colon, or null if it is positional
 * @param place what the text around it tells of its type
 * @param list whether it stands alone inside {@code IN (…)}
 * @param close the offset after the closing parenthesis of that list, else {@code end}
 */
record Marker(int start, int end, @Nullable String name, Place place, ListContext list, int close) {
    Marker(int start, int end, @Nullable String name) {
        this(start, end, name, Place.OTHER, ListContext.NONE, end);
    }

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
        return new Marker(start, end, name, place, context, closeEnd);
    }

    Marker at(Place found) {
        return new Marker(start, end, name, found, list, close);
    }
}

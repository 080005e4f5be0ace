package io.databased;

import java.util.Objects;

/**
 * A JSON text, to bind to and read from JSON columns. The text is carried as it is: not parsed, not reformatted.
 *
 * @param text the JSON text
 */
public record Json(String text) {
    public Json {
        Objects.requireNonNull(text, "text");
    }

    /** The text. */
    @Override
    public String toString() {
        return text;
    }
}

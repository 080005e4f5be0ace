package io.databased.postgresql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an array as the server writes it: {@code {a,"b c",NULL}}, perhaps with its bounds ahead. */
final class ArrayText {
    private final String text;
    private final char delimiter;
    private int at;

    private ArrayText(String text, char delimiter) {
        this.text = text;
        this.delimiter = delimiter;
        this.at = text.indexOf('{') + 1;
    }

    static List<@Nullable Object> read(String text, char delimiter) {
        return new ArrayText(text, delimiter).elements(1);
    }

    /** Up to behind the brace that closes. */
    private List<@Nullable Object> elements(int dimension) {
        if (dimension > BinaryValues.MOST_DIMENSIONS) {
            throw new IllegalArgumentException("an array of more dimensions than there can be");
        }
        List<@Nullable Object> elements = new ArrayList<>();
        while (text.charAt(at) != '}') {
            if (text.charAt(at) == delimiter) {
                at++;
            } else if (text.charAt(at) == '{') {
                at++;
                elements.add(elements(dimension + 1));
            } else {
                elements.add(text.charAt(at) == '"' ? quoted() : bare());
            }
        }
        at++;
        return Collections.unmodifiableList(elements);
    }

    private String quoted() {
        StringBuilder element = new StringBuilder();
        for (at++; text.charAt(at) != '"'; at++) {
            at += text.charAt(at) == '\\' ? 1 : 0;
            element.append(text.charAt(at));
        }
        at++;
        return element.toString();
    }

    private @Nullable String bare() {
        int start = at;
        while (text.charAt(at) != delimiter && text.charAt(at) != '}') {
            at++;
        }
        String element = text.substring(start, at);
        return element.equals("NULL") ? null : element;
    }
}

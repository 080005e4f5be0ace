package io.databased;

/** Placeholder until the parser lands. */
public record DatabaseUrl(String text) {
    public static DatabaseUrl parse(String text) {
        return new DatabaseUrl(text);
    }
}

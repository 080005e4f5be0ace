package io.databased.internal.sql;

import io.databased.InvalidQueryException;

/** The classes of characters that databases agree on, and the two that no text may hold. */
final class Characters {
    private Characters() {}

    static boolean isBlank(char c) {
        return c <= ' ';
    }

    static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isWordPart(char c) {
        return isWordStart(c) || isDigit(c) || c == '$';
    }

    /** The names of parameters: letters, digits and underscores, without the other signs that identifiers may hold. */
    static boolean isNameStart(char c) {
        return c == '_' || Character.isLetter(c);
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || Character.isDigit(c);
    }

    /**
     * The offset of the first NUL, at which databases cut a text or end the connection, or of the first half of a surrogate
     * pair, which has no UTF-8 form and would be stored as a question mark; -1 if there is neither.
     */
    static int unstorableAt(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return i;
            }
            if (Character.isSurrogate(c)) {
                if (!isPairAt(text, i)) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    static InvalidQueryException unstorable(String text, int offset, String owner) {
        return text.charAt(offset) == 0
                ? new InvalidQueryException(owner + " holds a NUL character at offset " + offset
                        + "; databases cannot keep it in text, bind bytes instead")
                : new InvalidQueryException(owner + " holds half of a surrogate pair at offset " + offset
                        + "; it has no UTF-8 form, the text was probably cut in the middle of a character");
    }

    private static boolean isPairAt(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }
}

package io.databased.postgresql;

/** Looks for words in statements, for each that is sent: a pattern would take as long as all the rest of sending it. */
final class Words {
    /** What a small letter of ASCII has and the capital one has not. */
    private static final int CASE = 'a' ^ 'A';

    private Words() {}

    /**
     * Whether the word stands in the text, in any case, by itself.
     *
     * @param word begins with a small letter of ASCII
     */
    static boolean has(String text, String word) {
        int last = text.length() - word.length();
        char first = word.charAt(0);
        for (int at = 0; at <= last; at++) {
            if ((text.charAt(at) | CASE) == first
                    && text.regionMatches(true, at, word, 0, word.length())
                    && !isOfWord(text, at - 1)
                    && !isOfWord(text, at + word.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfWord(String text, int at) {
        return at >= 0 && at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_');
    }
}

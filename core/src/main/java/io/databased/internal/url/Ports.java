package io.databased.internal.url;

/** TCP ports, 1 to 65535. */
public final class Ports {
    public static final int MAX = 65_535;
    private static final int MAX_DIGITS = 5;

    private Ports() {}

    /** The port, or 0, which {@link io.databased.DatabaseUrl.Host} refuses, if the text is not a number in range. */
    static int parse(String text) {
        boolean digits =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(UrlText::isAsciiDigit);
        int port = digits ? Integer.parseInt(text) : 0;
        return port <= MAX ? port : 0;
    }
}

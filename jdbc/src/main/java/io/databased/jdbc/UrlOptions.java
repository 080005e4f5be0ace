package io.databased.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options in a driver's URL. Each driver reads its URL in its own way: they end an option by one of several signs,
 * decode its name, leave out signs of H2's for quoting, and compare it in any case. What one of them takes for an option is one here.
 */
final class UrlOptions {
    /** Behind a comma or a parenthesis only with a value: it may be a host. */
    private static final Pattern OPTION =
            Pattern.compile("[?&;]([^?&;,()=]*)(?:=([^?&;,()]*))?|[,(]([^?&;,()=]*)=([^?&;,()]*)");

    private UrlOptions() {}

    /**
     * One option.
     *
     * @param name as {@link #name} writes it
     * @param value in lower case; empty if there is none
     */
    record Option(String name, String value) {}

    static List<Option> of(String jdbcUrl) {
        List<Option> options = new ArrayList<>();
        Matcher option = OPTION.matcher(jdbcUrl);
        while (option.find()) {
            int name = option.group(1) == null ? 3 : 1;
            String value = Objects.requireNonNullElse(option.group(name + 1), "");
            options.add(new Option(
                    name(decoded(option.group(name))), decoded(value).strip().toLowerCase(Locale.ROOT)));
        }
        return options;
    }

    /**
     * The same for all spellings of a name that some driver takes for the same: each letter first as a capital, as there are
     * letters that only then become one of ASCII.
     */
    static String name(String option) {
        StringBuilder name = new StringBuilder(option.length());
        for (char sign : option.strip().toCharArray()) {
            if (sign != '\\') {
                name.append(Character.toLowerCase(Character.toUpperCase(sign)));
            }
        }
        return name.toString();
    }

    /** Leaves alone what is no code of a sign. */
    private static String decoded(String name) {
        StringBuilder decoded = new StringBuilder(name.length());
        int i = 0;
        while (i < name.length()) {
            char sign = name.charAt(i);
            int high = sign == '%' && i + 2 < name.length() ? Character.digit(name.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(name.charAt(i + 2), 16);
            if (low >= 0) {
                decoded.append((char) (high * 16 + low));
                i += 3;
            } else {
                decoded.append(sign == '+' ? ' ' : sign);
                i++;
            }
        }
        return decoded.toString();
    }
}

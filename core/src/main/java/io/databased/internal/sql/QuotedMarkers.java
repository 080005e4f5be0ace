package io.databased.internal.sql;

import java.util.LinkedHashMap;
import java.util.Map;

/** What looks like a parameter and is none, because it is inside quotes or behind a colon: only messages need it. */
final class QuotedMarkers {
    private static final int MOST = 8;

    private final Map<String, Integer> offsets = new LinkedHashMap<>();
    private final Map<String, Integer> behindColons = new LinkedHashMap<>();

    /** Takes a string, or a name in quotes. */
    void accept(String sql, int start, int end) {
        for (int i = start; i < end && offsets.size() < MOST; i++) {
            char c = sql.charAt(i);
            if (c == '?') {
                offsets.putIfAbsent("?", i);
            } else if (c == ':') {
                int last = i + 1;
                while (last < end && Character.isJavaIdentifierPart(sql.charAt(last))) {
                    last++;
                }
                if (last > i + 1) {
                    offsets.putIfAbsent(sql.substring(i, last), i);
                }
            }
        }
    }

    /** Takes a word that follows a colon, or two, at once: a bound of a slice, a value of JSON, the type of a cast. */
    void behindColon(String sql, int start, int end) {
        if (behindColons.size() < MOST) {
            behindColons.putIfAbsent(":" + sql.substring(start, end), start - 1);
        }
    }

    /** What to do about a marker that is inside quotes or behind a colon; empty if it is not. */
    String remedy(String marker) {
        Integer behind = behindColons.get(marker);
        if (behind != null) {
            return "; the " + marker + " at offset " + behind + " is read as a colon and a name, as the database reads"
                    + " it: for a parameter behind a colon write a blank between them, : " + marker;
        }
        Integer offset = offsets.get(marker);
        return offset == null
                ? ""
                : "; the " + marker + " at offset " + offset + " is inside quotes, so it is no parameter: write "
                        + marker + " without quotes; the % of a LIKE belongs to the value";
    }
}

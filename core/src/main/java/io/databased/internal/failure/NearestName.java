package io.databased.internal.failure;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the name that was probably meant. */
public final class NearestName {
    private static final int LONGEST = 60;

    private NearestName() {}

    /** The candidate with the fewest edits, if they are few for its length; null if none is near. */
    public static @Nullable String of(String name, Collection<String> candidates) {
        String nearest = null;
        int fewest = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int edits = distance(fold(name), fold(candidate));
            if (edits < fewest) {
                fewest = edits;
                nearest = candidate;
            }
        }
        return nearest != null && fewest <= Math.max(1, name.length() / 2) ? nearest : null;
    }

    private static String fold(String name) {
        String cut = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
        return cut.replace("_", "").replace(":", "").toLowerCase(Locale.ROOT);
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}

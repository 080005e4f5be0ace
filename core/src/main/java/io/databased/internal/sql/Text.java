package io.databased.internal.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text in pieces, with a placeholder between each two, which may depend on the value that is bound there. For values of
 * the same kinds it gives one and the same string each time, as caches of prepared statements like it. Thread-safe.
 */
final class Text {
    private static final int KEPT = 8;

    private final List<String> pieces;
    private final Placeholders placeholders;
    private volatile Rendered[] known = {}; // copied on write; of two writers one may lose, and renders again

    private record Rendered(List<String> placeholders, String sql) {}

    Text(List<String> pieces, Placeholders placeholders) {
        this.pieces = pieces;
        this.placeholders = placeholders;
    }

    /** The text for these values, one for each place. */
    String sql(@Nullable Object[] values) {
        Rendered[] rendered = known;
        for (Rendered candidate : rendered) {
            if (fits(candidate, values)) {
                return candidate.sql;
            }
        }
        Rendered added = render(values);
        Rendered[] more = Arrays.copyOf(rendered, Math.min(rendered.length + 1, KEPT));
        more[more.length - 1] = added;
        known = more;
        return added.sql;
    }

    private boolean fits(Rendered candidate, @Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!candidate.placeholders.get(i).equals(placeholders.of(i + 1, values[i]))) {
                return false;
            }
        }
        return true;
    }

    private Rendered render(@Nullable Object[] values) {
        List<String> written = new ArrayList<>(values.length);
        StringBuilder sql = new StringBuilder(pieces.get(0));
        for (int i = 0; i < values.length; i++) {
            String placeholder = placeholders.of(i + 1, values[i]);
            written.add(placeholder);
            sql.append(placeholder).append(pieces.get(i + 1));
        }
        return new Rendered(written, sql.toString());
    }
}

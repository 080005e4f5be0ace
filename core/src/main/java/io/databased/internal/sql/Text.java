package io.databased.internal.sql;

import io.databased.spi.SqlDialect.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text in pieces, with a slot for a placeholder between each two. The placeholder may depend on the value that is bound
 * there; for values of the same kinds the text is one and the same string each time, as caches of prepared statements like
 * it. Thread-safe.
 *
 * <p>Where placeholders are numbered, the slots of one name share a parameter if they name the same type. Without a type
 * they would all get the one that the database infers at the first of them, although the next may be a column of another
 * type: such slots share only in a text whose expressions the database compares, as it does for GROUP BY.
 */
final class Text {
    private static final int KEPT = 8;

    private final List<String> pieces;
    private final List<Slot> slots;
    private final boolean compared;
    private final Placeholders placeholders;
    private final boolean numbered;
    private volatile Rendering[] known = {}; // copied on write; of two writers one may lose, and renders again

    /**
     * Between two pieces.
     *
     * @param value equal for slots that take the same value; null if no other does
     */
    record Slot(@Nullable Object value, Place place) {}

    /** @param compared whether the database compares expressions of the text */
    Text(List<String> pieces, List<Slot> slots, boolean compared, Placeholders placeholders) {
        this.pieces = pieces;
        this.slots = slots;
        this.compared = compared;
        this.placeholders = placeholders;
        this.numbered = placeholders.areNumbered();
    }

    boolean isNumbered() {
        return numbered;
    }

    /** The text for values of these kinds, one for each slot. */
    Rendering rendering(@Nullable Object[] samples) {
        Rendering[] renderings = known;
        for (Rendering candidate : renderings) {
            if (fits(candidate, samples)) {
                return candidate;
            }
        }
        Rendering added = render(samples);
        Rendering[] more = Arrays.copyOf(renderings, Math.min(renderings.length + 1, KEPT));
        more[more.length - 1] = added;
        known = more;
        return added;
    }

    private boolean fits(Rendering candidate, @Nullable Object[] samples) {
        for (int i = 0; i < samples.length; i++) {
            if (!candidate.placeholder(i).equals(placeholder(candidate.number(i), i, samples))) {
                return false;
            }
        }
        return true;
    }

    private Rendering render(@Nullable Object[] samples) {
        String[] written = new String[samples.length];
        int[] numbers = new int[samples.length];
        int[] sources = new int[samples.length];
        Map<Object, List<Integer>> slotsOfValues = new HashMap<>();
        int parameters = 0;
        StringBuilder sql = new StringBuilder(pieces.get(0));
        for (int i = 0; i < samples.length; i++) {
            Object value = numbered ? slots.get(i).value : null;
            if (value != null) {
                numbers[i] = shared(i, samples, slotsOfValues.getOrDefault(value, List.of()), numbers);
                slotsOfValues.computeIfAbsent(value, any -> new ArrayList<>()).add(i);
            }
            if (numbers[i] == 0) {
                sources[parameters++] = i;
                numbers[i] = parameters;
            }
            written[i] = placeholder(numbers[i], i, samples);
            sql.append(written[i]).append(pieces.get(i + 1));
        }
        return new Rendering(sql.toString(), written, numbers, Arrays.copyOf(sources, parameters));
    }

    /** The number of a parameter that this slot can take from one before it with the same value; 0 if there is none. */
    private int shared(int slot, @Nullable Object[] samples, List<Integer> earlier, int[] numbers) {
        for (int other : earlier) {
            String here = placeholder(numbers[other], slot, samples);
            if (here.equals(placeholder(numbers[other], other, samples))
                    && (compared || isTyped(here, numbers[other]))) {
                return numbers[other];
            }
        }
        return 0;
    }

    private boolean isTyped(String placeholder, int number) {
        return !placeholder.equals(placeholders.of(number, null, Place.OTHER));
    }

    private String placeholder(int number, int slot, @Nullable Object[] samples) {
        return placeholders.of(number, samples[slot], slots.get(slot).place);
    }
}

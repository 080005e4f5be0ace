package io.databased.internal.sql;

import io.databased.InvalidQueryException;
import io.databased.internal.sql.Marker.ListContext;
import io.databased.internal.sql.Text.Slot;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text around the markers, and the text that is sent. Without collections that is one and the same each time; with
 * collections it is put together anew.
 */
final class Template {
    /** What is sent in another way: a {@code ?} that is an operator, written {@code ?} or {@code ??}; a colon, written {@code \:}. */
    record Operator(int start, int end, boolean isColon) {}

    private final List<Marker> markers;
    private final List<String> segments;
    private final boolean compared;
    private final Placeholders placeholders;
    private final Text text;

    private Template(List<Marker> markers, List<String> segments, boolean compared, Placeholders placeholders) {
        this.markers = List.copyOf(markers);
        this.segments = segments;
        this.compared = compared;
        this.placeholders = placeholders;
        this.text = new Text(
                segments, markers.stream().map(marker -> slot(marker, 0)).toList(), compared, placeholders);
    }

    /** @param compared whether the database compares expressions of the text */
    static Template of(
            String sql, List<Marker> markers, List<Operator> operators, boolean compared, Placeholders placeholders) {
        String question = placeholders.areNumbered() ? "?" : "??";
        List<String> segments = new ArrayList<>(markers.size() + 1);
        int from = 0;
        int operator = 0;
        for (int i = 0; i <= markers.size(); i++) {
            int to = i < markers.size() ? markers.get(i).start() : sql.length();
            StringBuilder segment = new StringBuilder();
            for (; operator < operators.size() && operators.get(operator).start() < to; operator++) {
                segment.append(sql, from, operators.get(operator).start())
                        .append(operators.get(operator).isColon() ? ":" : question);
                from = operators.get(operator).end();
            }
            segment.append(sql, from, to);
            segments.add(separated(segment, i > 0, i < markers.size()));
            from = i < markers.size() ? markers.get(i).end() : to;
        }
        return new Template(markers, segments, compared, placeholders);
    }

    /** The slot of a marker, or of an element of the collection that stands there. */
    private static Slot slot(Marker marker, int element) {
        String name = marker.name();
        return new Slot(name == null ? null : List.of(name, element), marker.place());
    }

    /** Keeps a placeholder apart from what touches it: {@code LIMIT:n} is not {@code LIMIT$1}. */
    private static String separated(StringBuilder segment, boolean afterMarker, boolean beforeMarker) {
        if (segment.length() == 0) {
            return afterMarker && beforeMarker ? " " : "";
        }
        if (beforeMarker && sticks(segment.charAt(segment.length() - 1))) {
            segment.append(' ');
        }
        if (afterMarker && sticks(segment.charAt(0))) {
            segment.insert(0, ' ');
        }
        return segment.toString();
    }

    private static boolean sticks(char c) {
        return Characters.isWordPart(c) || c == '?';
    }

    Text text() {
        return text;
    }

    /** Checks the values, one a marker in their order, and gives the text for them; collections take several places. */
    BoundSql bind(@Nullable Object[] values) {
        boolean expands = false;
        for (int i = 0; i < values.length; i++) {
            check(values[i], i);
            expands |= isList(values[i], i);
        }
        return expands ? expand(values) : new BoundSql(text, Arrays.asList(values));
    }

    /** As {@link #bind}, where the text must stay the same. */
    List<@Nullable Object> bindRow(@Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            check(values[i], i);
            if (isList(values[i], i)) {
                throw new InvalidQueryException(
                        label(i) + " is a collection; the rows of a batch share one text, so a list "
                                + "cannot expand in it: run the statement once for each list");
            }
        }
        return Arrays.asList(values);
    }

    /** Whether the value takes several places: a collection, and in IN (…) an array, too, whose elements are meant there. */
    private boolean isList(@Nullable Object value, int index) {
        return value instanceof Collection
                || (markers.get(index).list() != ListContext.NONE
                        && value != null
                        && value.getClass().isArray()
                        && !(value instanceof byte[]));
    }

    /** Refuses text that cannot be stored. */
    private void check(@Nullable Object value, int index) {
        if (value instanceof String text) {
            requireStorable(text, index);
        } else if (value instanceof Object[] array) {
            for (Object element : array) {
                check(element, index);
            }
        }
    }

    private void requireStorable(String value, int index) {
        int offset = Characters.unstorableAt(value);
        if (offset >= 0) {
            throw Characters.unstorable(value, offset, label(index));
        }
    }

    private BoundSql expand(@Nullable Object[] values) {
        List<String> pieces = new ArrayList<>();
        List<@Nullable Object> bound = new ArrayList<>(values.length + 16);
        List<Slot> slots = new ArrayList<>(values.length + 16);
        String before = segments.get(0);
        for (int i = 0; i < values.length; i++) {
            String after = segments.get(i + 1);
            Object value = values[i];
            if (value == null || !isList(value, i)) {
                bound.add(value);
                slots.add(slot(markers.get(i), 0));
                pieces.add(before);
                before = after;
                continue;
            }
            List<@Nullable Object> elements = elements(value, i);
            if (elements.isEmpty()) {
                before += emptyList(markers.get(i), after);
                continue;
            }
            int first = bound.size();
            for (Object element : elements) {
                slots.add(slot(markers.get(i), bound.size() - first));
                bound.add(element);
                pieces.add(before);
                before = ", ";
            }
            before = after;
        }
        pieces.add(before);
        return new BoundSql(new Text(pieces, slots, compared, placeholders), bound);
    }

    private static String emptyList(Marker marker, String after) {
        int closed = marker.close() - marker.end();
        return "NULL" + after.substring(0, closed) + marker.list().whenEmpty() + after.substring(closed);
    }

    private List<@Nullable Object> elements(Object list, int index) {
        if (markers.get(index).list() == ListContext.NONE) {
            throw new InvalidQueryException(label(index)
                    + " is a collection, which expands only where it stands alone in IN (…); write IN ("
                    + (markers.get(index).name() == null ? "?" : label(index)) + "), or bind an array");
        }
        List<@Nullable Object> elements = new ArrayList<>();
        if (list instanceof Collection<?> collection) {
            elements.addAll(collection);
        } else {
            for (int i = 0; i < Array.getLength(list); i++) {
                elements.add(Array.get(list, i));
            }
        }
        for (Object element : elements) {
            check(element, index);
            if (element instanceof Collection) {
                throw new InvalidQueryException(
                        label(index) + " is a collection that holds another one; bind a flat list");
            }
        }
        return elements;
    }

    private String label(int index) {
        String name = markers.get(index).name();
        return name == null ? "parameter " + (index + 1) : ":" + name;
    }
}

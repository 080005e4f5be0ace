package io.databased.internal.row;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The shapes that were met lately; any thread may ask, and none waits. When there are too many all are dropped, and those in
 * use come back at once.
 */
public final class RowShapes {
    private static final int BOUND = 1024;

    private final Conversions conversions;
    private final ConcurrentHashMap<List<String>, RowShape> shapes = new ConcurrentHashMap<>();

    /** A race loses a shortcut, nothing else: a shape's fields are final. */
    private @Nullable RowShape last;

    public RowShapes(Conversions conversions) {
        this.conversions = conversions;
    }

    /** The shape of rows with these columns. An immutable list that was the last asked for is known by its identity. */
    public RowShape of(List<String> columns) {
        RowShape recent = last;
        if (recent != null && recent.columns() == columns) {
            return recent;
        }
        RowShape shape = shapes.get(columns);
        if (shape == null) {
            shape = add(List.copyOf(columns));
        }
        last = shape;
        return shape;
    }

    private RowShape add(List<String> columns) {
        if (shapes.size() >= BOUND) {
            shapes.clear();
        }
        return shapes.computeIfAbsent(columns, names -> new RowShape(names, conversions));
    }

    int size() {
        return shapes.size();
    }
}

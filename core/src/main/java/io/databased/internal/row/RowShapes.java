package io.databased.internal.row;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The shapes that the results of one database lately had, so that a statement that runs again finds its own. Thread-safe. */
public final class RowShapes {
    private static final int LIMIT = 1_024;

    private final Conversions conversions;
    private final Map<List<String>, RowShape> known = new ConcurrentHashMap<>();

    public RowShapes(Conversions conversions) {
        this.conversions = conversions;
    }

    /** The shape of results with these columns. */
    public RowShape of(List<String> columns) {
        RowShape shape = known.get(columns);
        return shape != null ? shape : add(new RowShape(columns, conversions));
    }

    private RowShape add(RowShape shape) {
        if (known.size() >= LIMIT) {
            known.clear();
        }
        known.put(shape.columns(), shape);
        return shape;
    }
}

package io.databased.mysql;

import java.util.ArrayList;
import java.util.List;

/** The columns of a result, as the server tells of them ahead of its rows. Confined to the event loop. */
final class Columns {
    private final List<Column> told = new ArrayList<>();
    private long announced;

    /** A result begins, which has so many columns. */
    void announce(long count) {
        told.clear();
        announced = count;
    }

    void add(Column column) {
        told.add(column);
    }

    /** Whether all were told of, so that rows may follow. */
    boolean areTold() {
        return announced > 0 && told.size() == announced;
    }

    List<Column> list() {
        return told;
    }
}

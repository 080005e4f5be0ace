package io.databased.examples.importer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the file. What is missing in the line is null: the database says whether it may be.
 *
 * @param line the number of the line, from 1; the film's key
 */
record Film(long line, @Nullable String title, @Nullable Integer year, List<String> cast) {
    /** The first year of the film's decade; films without a year go with those of the year 0. */
    int decade() {
        return year == null ? 0 : year / 10 * 10;
    }
}

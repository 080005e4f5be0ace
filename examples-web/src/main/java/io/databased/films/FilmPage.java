package io.databased.films;

import java.util.List;

/**
 * A page of the films that were found.
 *
 * @param number from 1
 * @param found films on all pages
 */
public record FilmPage(List<Film> films, int number, long found) {
    static final int SIZE = 20;

    public int last() {
        return (int) Math.max(1, (found + SIZE - 1) / SIZE);
    }
}

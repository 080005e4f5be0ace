package io.databased.examples;

/**
 * A film.
 *
 * @param title as released
 * @param year of the release
 */
record Movie(String title, int year) {}

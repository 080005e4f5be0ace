package io.databased.films;

/** A film as the list shows it. */
public record Film(long id, String title, int year) {}

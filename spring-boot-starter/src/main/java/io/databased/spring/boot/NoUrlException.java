package io.databased.spring.boot;

/** A database has no URL. */
final class NoUrlException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NoUrlException() {
        super("no URL is set");
    }
}

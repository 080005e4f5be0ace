package io.databased.internal.session;

/** Where the library logs. Apart, so that logging is not initialised until there is something to say. */
final class Log {
    static final System.Logger LOGGER = System.getLogger("io.databased");

    private Log() {}
}

package io.databased.internal.async;

/** Where the library logs. Apart, so that logging is not initialised until there is something to say. */
public final class Log {
    public static final System.Logger LOGGER = System.getLogger("io.databased");

    private Log() {}
}

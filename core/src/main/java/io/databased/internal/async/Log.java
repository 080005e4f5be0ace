package io.databased.internal.async;

/** Where the library logs. Apart, so that logging is not initialised until there is something to say. */
public final class Log {
    public static final System.Logger LOGGER = System.getLogger("io.databased");

    private Log() {}

    /** What becomes of connections. */
    public static final class Pool {
        public static final System.Logger LOGGER = System.getLogger("io.databased.pool");

        private Pool() {}
    }

    /** What becomes of statements. */
    public static final class Statements {
        public static final System.Logger LOGGER = System.getLogger("io.databased.sql");

        private Statements() {}
    }
}

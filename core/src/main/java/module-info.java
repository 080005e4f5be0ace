/** The Databased API, its pool and sessions, and the contract that backends implement. */
@SuppressWarnings("module") // those are compiled later
module io.databased {
    requires static jdk.jfr; // for FlightRecorderObserver alone
    requires static transitive org.jspecify;

    exports io.databased;
    exports io.databased.spi;
    exports io.databased.spi.callback;
    exports io.databased.spi.product to
            io.databased.jdbc,
            io.databased.mysql,
            io.databased.postgresql;

    uses io.databased.spi.DatabaseBackendProvider;
}

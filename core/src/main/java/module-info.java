/** The Databased API, its pool and sessions, and the contract that backends implement. */
module io.databased {
    requires static jdk.jfr; // for FlightRecorderObserver alone
    requires static transitive org.jspecify;

    exports io.databased;
    exports io.databased.spi;
    exports io.databased.spi.callback;

    uses io.databased.spi.DatabaseBackendProvider;
}

/** Spans and metrics of OpenTelemetry. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // OpenTelemetry has no descriptors
module io.databased.opentelemetry {
    requires transitive io.databased;
    requires transitive io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires static transitive org.jspecify;

    exports io.databased.opentelemetry;
}

/** The pools' meters, and statements and sessions as observations of Micrometer. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Micrometer has no descriptors
module io.databased.micrometer {
    requires transitive io.databased;
    requires transitive micrometer.core;
    requires transitive micrometer.observation;
    requires micrometer.commons;
    requires static jsr305;
    requires static transitive org.jspecify;

    exports io.databased.micrometer;
}

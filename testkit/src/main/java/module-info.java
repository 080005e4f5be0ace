/** Tests against real databases, scripted ones, and the contract that every backend passes. */
module io.databased.testkit {
    requires java.logging;
    requires transitive io.databased;
    requires transitive java.sql;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;

    exports io.databased.testkit;

    // JUnit finds tests and extensions by reflection.
    opens io.databased.testkit;
}

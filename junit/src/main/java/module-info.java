/** A JUnit extension for those who test what they do with a database. */
module io.databased.junit {
    requires transitive io.databased;
    requires transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;

    exports io.databased.junit;
}

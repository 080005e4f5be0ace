/** Tests against real databases, and the contract that every backend passes. */
module io.databased.testkit {
    requires io.databased;
    requires org.assertj.core;
    requires org.junit.jupiter.api;
    requires static transitive org.jspecify;
}

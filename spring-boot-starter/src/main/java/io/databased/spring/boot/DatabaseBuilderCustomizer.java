package io.databased.spring.boot;

import io.databased.DatabaseBuilder;

/**
 * A bean that changes the builder of a database after the properties were applied: for what properties cannot say, such as a
 * converter or an observer. All such beans are called, in their order.
 */
@FunctionalInterface
public interface DatabaseBuilderCustomizer {
    /** @param name of the database: {@code default}, or the one under {@code databased.databases} */
    void customize(String name, DatabaseBuilder builder);
}

package io.databased.spi.product;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** What the codes of a database stand for, in words of its own that quote no value. */
final class Conditions {
    private Conditions() {}

    /** @param table a file beside this class */
    static Properties read(String table) {
        Properties conditions = new Properties();
        try (InputStream text = Objects.requireNonNull(Conditions.class.getResourceAsStream(table))) {
            conditions.load(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return conditions;
    }
}

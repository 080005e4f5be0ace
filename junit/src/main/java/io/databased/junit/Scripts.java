package io.databased.junit;

import io.databased.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Scripts on the class path. */
final class Scripts {
    private Scripts() {}

    static void run(Class<?> test, String resource, Database database) {
        Waiting.join(database.executeScript(read(test, resource)));
    }

    private static String read(Class<?> test, String resource) {
        try (InputStream script = test.getResourceAsStream(resource)) {
            if (script == null) {
                throw new IllegalArgumentException(
                        "there is no " + resource + " on the class path; begin it with a slash, as in"
                                + " script(\"/schema.sql\"), unless it is beside " + test.getName());
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + resource, e);
        }
    }
}

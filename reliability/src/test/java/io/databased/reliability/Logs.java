package io.databased.reliability;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that the library logs while it is open, at every level, and kept from the console. */
final class Logs extends Handler {
    private static final Logger LIBRARY = Logger.getLogger("io.databased");

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Level before = LIBRARY.getLevel();

    Logs() {
        setFormatter(new SimpleFormatter());
        setLevel(Level.ALL);
        LIBRARY.setLevel(Level.ALL);
        LIBRARY.setUseParentHandlers(false);
        LIBRARY.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(getFormatter().format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LIBRARY.removeHandler(this);
        LIBRARY.setLevel(before);
        LIBRARY.setUseParentHandlers(true);
    }

    /** Fails if a secret was logged, as it is or encoded. */
    void assertWithout(List<String> secrets) {
        lines.forEach(line -> assertWithout(line, secrets));
    }

    /** Fails if a secret is in what the failure and its causes tell. */
    static void assertWithout(Throwable failure, List<String> secrets) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        assertWithout(text.toString(), secrets);
    }

    private static void assertWithout(String text, List<String> secrets) {
        for (String secret : secrets) {
            String encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
            if (text.contains(secret) || text.contains(encoded)) {
                throw new AssertionError("a secret was told: " + text);
            }
        }
    }
}

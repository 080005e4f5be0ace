package io.databased.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What a logger and those below it log until this is closed. Nobody else hears it meanwhile.
 *
 * <p>Whatever lives in the same JVM is in it, garbage of earlier tests included: look for lines of your own.
 */
public final class LogCapture implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final boolean toParents;
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            lines.add(line(logged));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** Listens to the logger of this name at the level that it has; an empty name is the root. */
    public LogCapture(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(handler);
        toParents = logger.getUseParentHandlers();
        logger.setUseParentHandlers(false);
    }

    private static String line(LogRecord logged) {
        String text = logged.getParameters() == null
                ? logged.getMessage()
                : MessageFormat.format(logged.getMessage(), logged.getParameters());
        StringWriter line = new StringWriter();
        line.write(logged.getLoggerName() + " " + logged.getLevel() + " " + text);
        if (logged.getThrown() != null) {
            line.write(System.lineSeparator());
            logged.getThrown().printStackTrace(new PrintWriter(line));
        }
        return line.toString();
    }

    /** What was logged, in this order: logger, level, text, and the stack trace if there is one. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** What the logger of exactly this name has logged. */
    public List<String> linesOf(String name) {
        return lines.stream().filter(line -> line.startsWith(name + " ")).toList();
    }

    /** Ends the listening. What was logged stays. */
    @Override
    public void close() {
        logger.setUseParentHandlers(toParents);
        logger.removeHandler(handler);
    }
}

package io.databased.vertx.runtime;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which Netty and which Vert.x are there, which is for a user's build to decide. Read from their jars, without touching
 * classes that may be others than those we are compiled with.
 *
 * @param netty null if no jar says it
 * @param vertx null if no jar says it
 */
public record DriverVersions(
        @Nullable String netty, @Nullable String vertx) {
    /** What this library is tested with, for messages. */
    static final String TESTED_NETTY = "4.2.12.Final";

    static final String TESTED_VERTX = "5.0.10";

    private static final Pattern KNOWN_NETTY = Pattern.compile("4\\.2\\.\\d+\\.Final");
    private static final Pattern KNOWN_VERTX = Pattern.compile("5\\.0\\.\\d+");

    /** Neither Netty 4.1 nor Vert.x 4 has these. */
    private static final String SINCE_NETTY_4_2 = "io.netty.channel.IoHandlerFactory";

    private static final String SINCE_VERTX_5 = "io.vertx.core.internal.VertxInternal";

    private static final String NETTY_FILE = "META-INF/io.netty.versions.properties";
    private static final String VERTX_FILE = "META-INF/vertx/vertx-version.txt";

    public static DriverVersions found() {
        ClassLoader loader = DriverVersions.class.getClassLoader();
        return new DriverVersions(netty(loader), vertx(loader));
    }

    /** Whether Vert.x has the internals that we know. */
    boolean isVertxKnown() {
        return vertx != null && KNOWN_VERTX.matcher(vertx).matches();
    }

    /** Whether both have the internals that we know. */
    boolean areKnown() {
        return isVertxKnown() && netty != null && KNOWN_NETTY.matcher(netty).matches();
    }

    /** @throws IllegalStateException if Vert.x is so old that our classes that use it cannot even be loaded */
    static void checkVertx() {
        Throwable absent = absent(SINCE_VERTX_5);
        if (absent != null) {
            String found = found() + ", but the driver needs Vert.x 5.";
            throw new IllegalStateException(
                    "Found " + found + " Have your build use io.vertx:vertx-dependencies:" + TESTED_VERTX, absent);
        }
    }

    /** @throws BackendException if Netty is so old that Vert.x cannot run with it */
    static void checkNetty() throws BackendException {
        Throwable absent = absent(SINCE_NETTY_4_2);
        if (absent != null) {
            String remedy = "Something in your build, such as Spring Boot 3, sets Netty's version: set the property"
                    + " <netty.version>" + TESTED_NETTY + "</netty.version> there (Gradle: ext['netty.version'] = '"
                    + TESTED_NETTY + "'), or import io.netty:netty-bom:" + TESTED_NETTY + " before anything else";
            throw new BackendException(
                    "found " + found() + ", but the driver needs Netty 4.2. " + remedy,
                    Kind.SYSTEM,
                    Effect.NOT_SENT,
                    absent);
        }
    }

    /** Whether an attempt to connect has failed because of the versions. */
    static boolean areWrong(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof BackendException
                && (cause instanceof ClassNotFoundException || cause instanceof LinkageError);
    }

    private static @Nullable ClassNotFoundException absent(String name) {
        try {
            Class.forName(name, false, DriverVersions.class.getClassLoader());
            return null;
        } catch (ClassNotFoundException absent) {
            return absent;
        }
    }

    /** Every jar of Netty has its line; where jars were merged into one, any of their lines may be left. */
    private static @Nullable String netty(ClassLoader loader) {
        String found = null;
        try {
            for (URL file : Collections.list(loader.getResources(NETTY_FILE))) {
                Properties lines = new Properties();
                try (InputStream content = file.openStream()) {
                    lines.load(content);
                }
                for (String name : lines.stringPropertyNames()) {
                    if (name.equals("netty-transport.version")) {
                        return lines.getProperty(name);
                    } else if (found == null && name.endsWith(".version")) {
                        found = lines.getProperty(name);
                    }
                }
            }
        } catch (IOException unreadable) { // as if it were not there
            return null;
        }
        return found;
    }

    private static @Nullable String vertx(ClassLoader loader) {
        try (InputStream content = loader.getResourceAsStream(VERTX_FILE)) {
            if (content == null) {
                return null;
            }
            String version = new String(content.readAllBytes(), StandardCharsets.UTF_8).strip();
            return version.isEmpty() ? null : version;
        } catch (IOException unreadable) { // as if it were not there
            return null;
        }
    }

    @Override
    public String toString() {
        return "Netty " + shown(netty) + " and Vert.x " + shown(vertx);
    }

    private static String shown(@Nullable String version) {
        return version == null ? "of an unknown version" : version;
    }
}

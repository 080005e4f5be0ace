package io.databased;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Any text as a URL: read, or refused by name; written, read back, masked. See docs/fuzzing.md. */
public final class UrlFuzzTarget {
    private static final String CANARY = "Qan4rYq";

    private UrlFuzzTarget() {}

    /** Called by the fuzzer, by name; throws what it has found. */
    public static void fuzzerTestOneInput(byte[] data) {
        check(new String(data, UTF_8));
    }

    /** @param text an exclamation mark in it stands for a secret */
    static void check(String text) {
        String secret = text.replace("!", CANARY);
        DatabaseUrl url = parse(secret);
        if (url == null) {
            return;
        }
        String written = url.toStringWithPassword();
        DatabaseUrl read = DatabaseUrl.parse(written);
        require(read.equals(url), "reads back what it wrote");
        require(read.toStringWithPassword().equals(written), "writes what it wrote");
        require(read.hashCode() == url.hashCode(), "the same hash code");
        require(isMasked(url), "no secret in toString()");
        options(url);
        jdbc(url);
        rebuild(url);
    }

    private static DatabaseUrl parse(String text) {
        try {
            return DatabaseUrl.parse(text);
        } catch (InvalidUrlException refused) {
            require(!refused.toString().contains(CANARY), "no text in the refusal");
            require(refused.getCause() == null && refused.getSuppressed().length == 0, "nothing behind the refusal");
            return null;
        }
    }

    /** What may be shown is known to hold no secret here. */
    private static boolean isMasked(DatabaseUrl url) {
        List<String> shown = new ArrayList<>(List.of(url.scheme()));
        if (url.scheme().equals("jdbc")) {
            shown.add(url.toJdbcUrl().split(":", 3)[1]);
        }
        url.user().ifPresent(shown::add);
        url.database().ifPresent(shown::add);
        url.hosts().forEach(host -> shown.add(host.name()));
        url.options().forEach((name, value) -> {
            shown.add(name);
            if (!name.toLowerCase(java.util.Locale.ROOT).contains("password")) {
                shown.add(value);
            }
        });
        return shown.stream().anyMatch(part -> part.contains(CANARY))
                || !url.toString().contains(CANARY);
    }

    private static void options(DatabaseUrl url) {
        for (String name : url.options().keySet()) {
            refusable(() -> url.intOption(name, 0, 100));
            refusable(() -> url.durationOption(name));
            refusable(() -> url.booleanOption(name));
        }
        refusable(() -> url.requireKnownOptions(Set.of("sslmode", "application_name")));
    }

    private static void jdbc(DatabaseUrl url) {
        refusable(() -> {
            String jdbc = url.toJdbcUrl();
            boolean own = !url.scheme().equals("jdbc");
            require(
                    !own || url.password().filter(jdbc::contains).isEmpty() || isEverywhere(url),
                    "no password for JDBC");
        });
    }

    /** A password that other parts hold as well, as a short one may be. */
    private static boolean isEverywhere(DatabaseUrl url) {
        return url.withoutPassword().toJdbcUrl().contains(url.password().orElseThrow());
    }

    /** The parts make the same URL again, one by one. */
    private static void rebuild(DatabaseUrl url) {
        if (url.scheme().equals("jdbc")) {
            return;
        }
        DatabaseUrl built = DatabaseUrl.ofScheme(url.scheme());
        built = url.hosts().isEmpty() ? built : built.withHosts(url.hosts());
        built = url.user().isPresent() ? built.withUser(url.user().get()) : built;
        built = url.password().isPresent() ? built.withPassword(url.password().get()) : built;
        built = url.database().isPresent() ? built.withDatabase(url.database().get()) : built;
        for (var option : url.options().entrySet()) {
            built = built.withOption(option.getKey(), option.getValue());
        }
        require(built.equals(url), "its parts make it again");
        require(built.toStringWithPassword().equals(url.toStringWithPassword()), "written alike");
    }

    private static void refusable(Runnable call) {
        try {
            call.run();
        } catch (InvalidUrlException refused) {
            require(refused.getCause() == null, "nothing behind the refusal");
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("does not hold: " + what);
        }
    }
}

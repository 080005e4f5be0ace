package io.databased;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.databased.DatabaseUrl.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

/** 50,000 seeds each; {@code -Ddatabased.seed=N} replays one. */
@Execution(CONCURRENT)
class DatabaseUrlPropertyTest {
    private static final int CASES = 50_000;
    private static final String CANARY = "C4n4rY";
    private static final String[] WEIRD = {
        "@", ":", "/", "#", "?", "%", "&", "=", "+", " ", ",", "[", "]", "://", "%00", "***", "\"", "'", "\\", ";", "ü",
        "漢", "😀", "a", "Z", "9", "~", "_"
    };
    private static final String[] POISON = {
        "@",
        ":",
        "/@",
        "#",
        "?@",
        "%",
        "%0",
        "%zz",
        "%00",
        "%0a",
        "%7F",
        "%C2%80",
        "%ff",
        "%C3",
        "%F0%9F%98",
        " ",
        "\t",
        "\0",
        "\u2028",
        "\ud83d",
        "\udc00",
        "://"
    };

    @Test
    void readsBackWhatItWrote() {
        forEachSeed(random -> {
            DatabaseUrl url = randomUrl(random);
            DatabaseUrl read = DatabaseUrl.parse(url.toStringWithPassword());

            assertThat(read).isEqualTo(url);
            assertThat(read.hashCode()).isEqualTo(url.hashCode());
            assertThat(read.password()).isEqualTo(url.password());
            assertThat(List.copyOf(read.options().keySet()))
                    .isEqualTo(List.copyOf(url.options().keySet()));
            assertThat(read.toStringWithPassword()).isEqualTo(url.toStringWithPassword());
        });
    }

    @Test
    @Tag("R37")
    @Tag("X1")
    void masksThePasswordOfEveryUrl() {
        forEachSeed(random -> {
            DatabaseUrl url = randomUrl(random);
            if (!url.scheme().equals("sqlite")) {
                url = url.withPassword(weird(random) + CANARY + weird(random));
            }
            url = url.withOption("sslpassword", CANARY + weird(random));

            assertThat(url.toString()).doesNotContain(CANARY).contains("***");
            assertThat(url.toStringWithPassword()).contains(CANARY);
        });
    }

    /** Poison in the middle of the password: always malformed. */
    @Test
    @Tag("R36")
    @Tag("R37")
    @Tag("I4")
    void refusesPoisonWithoutEcho() {
        forEachSeed(random -> {
            String text = randomUrl(random)
                    .withScheme("mysql")
                    .withUser("u")
                    .withPassword(CANARY + CANARY)
                    .toStringWithPassword();
            int middle = text.indexOf(CANARY) + CANARY.length();
            String malformed = text.substring(0, middle) + pick(random, POISON) + text.substring(middle);

            assertThat(refusal(malformed)).as("refused").isNotNull();
        });
    }

    /** Random damage anywhere: a typed error without echo, or a URL that reads back. */
    @Test
    @Tag("R37")
    @Tag("I4")
    void survivesAnyDamage() {
        forEachSeed(random -> {
            DatabaseUrl url = randomUrl(random);
            String password = weird(random) + CANARY + weird(random);
            String text = (url.scheme().equals("sqlite") ? url.withOption("key", password) : url.withPassword(password))
                    .toStringWithPassword();
            String damaged = damage(random, text);

            if (refusal(damaged) == null) {
                DatabaseUrl read = DatabaseUrl.parse(damaged);
                assertThat(DatabaseUrl.parse(read.toStringWithPassword())).isEqualTo(read);
            }
        });
    }

    private static InvalidUrlException refusal(String text) {
        try {
            DatabaseUrl.parse(text);
            return null;
        } catch (InvalidUrlException e) {
            assertThat(e.toString()).doesNotContain(CANARY);
            assertThat(e.getCause()).isNull();
            assertThat(e.getSuppressed()).isEmpty();
            return e;
        }
    }

    private static String damage(SplittableRandom random, String text) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(4)) {
                case 0 -> damaged.insert(at, pick(random, POISON));
                case 1 -> damaged.insert(at, pick(random, WEIRD));
                case 2 -> damaged.setCharAt(at, (char) random.nextInt(0x10000));
                default -> damaged.deleteCharAt(at);
            }
        }
        return damaged.toString();
    }

    private static DatabaseUrl randomUrl(SplittableRandom random) {
        String scheme = pick(random, "postgresql", "mysql", "sqlite", "a+b.c-1");
        DatabaseUrl url = DatabaseUrl.ofScheme(scheme);
        if (!scheme.equals("sqlite")) {
            url = random.nextBoolean() ? url.withUser(weird(random)) : url;
            url = random.nextBoolean() ? url.withPassword(weird(random)) : url;
            url = url.withHosts(hosts(random));
        }
        url = random.nextBoolean() ? url.withDatabase(weird(random)) : url;
        for (int i = random.nextInt(4); i > 0; i--) {
            url = url.withOption("o" + weird(random), weird(random));
        }
        return url;
    }

    private static List<Host> hosts(SplittableRandom random) {
        List<Host> hosts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = pick(
                    random, "db", "db-1.example", "10.0.0.1", "::1", "fe80::1%eth0", "bücher", "/run/" + weird(random));
            hosts.add(random.nextBoolean() ? new Host(name) : new Host(name, random.nextInt(1, 65_536)));
        }
        return hosts;
    }

    private static String weird(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(pick(random, WEIRD));
        }
        return text.toString();
    }

    private static String pick(SplittableRandom random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private interface Property {
        void check(SplittableRandom random);
    }

    private static void forEachSeed(Property property) {
        Long only = Long.getLong("databased.seed");
        long first = only == null ? 0 : only;
        long last = only == null ? CASES - 1 : only;
        for (long seed = first; seed <= last; seed++) {
            try {
                property.check(new SplittableRandom(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("replay with -Ddatabased.seed=" + seed, e);
            }
        }
    }
}

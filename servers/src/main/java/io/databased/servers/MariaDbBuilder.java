package io.databased.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Settings of a private server. */
public final class MariaDbBuilder {
    private final Map<String, String> settings = defaults();

    MariaDbBuilder() {}

    static Map<String, String> defaults() {
        return new LinkedHashMap<>(Map.of(
                "bind-address", "127.0.0.1",
                "socket", "",
                "skip-name-resolve", "1",
                "ssl", "0",
                "character-set-server", "utf8mb4",
                "innodb-flush-log-at-trx-commit", "0",
                "innodb-log-file-size", "16M",
                "innodb-undo-tablespaces", "0",
                "innodb-temp-data-file-path", "ibtmp1:1M:autoextend",
                "innodb-buffer-pool-size", "64M"));
    }

    static String configuration(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue() + "\n")
                .collect(Collectors.joining("", "[mariadbd]\n", ""));
    }

    /** A setting of {@code my.cnf}, such as {@code max-connections}; one without a value is {@code 1}. */
    public MariaDbBuilder set(String name, String value) {
        settings.put(name.replace('_', '-'), value);
        return this;
    }

    /** Settings of {@code my.cnf}. */
    public MariaDbBuilder set(Map<String, String> values) {
        values.forEach(this::set);
        return this;
    }

    /** Keeps what was committed through {@link LocalServer#kill()}, which a server for tests does not do otherwise. */
    public MariaDbBuilder durable() {
        return set("innodb-flush-log-at-trx-commit", "1");
    }

    /** Offers TLS with this key and certificate. */
    public MariaDbBuilder tls(TestAuthority.Identity identity) {
        return set(Map.of(
                "ssl", "1",
                "ssl-cert", TestAuthority.temporary(identity.certificate()).toString(),
                "ssl-key", TestAuthority.temporary(identity.key()).toString()));
    }

    /** Accepts the certificates of users that this authority has issued, where {@code REQUIRE X509} wants one. */
    public MariaDbBuilder trust(TestAuthority authority) {
        return set("ssl-ca", authority.file().toString());
    }

    /** Starts the server. */
    public MariaDbServer start() {
        try {
            MariaDbBinaries binaries = MariaDbBinaries.find();
            return new MariaDbServer(ServerInstance.start(binaries, "mariadb", folder -> {
                binaries.createData(folder.resolve("data"));
                Files.writeString(folder.resolve("my.cnf"), configuration(settings));
            }));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

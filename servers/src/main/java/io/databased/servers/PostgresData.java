package io.databased.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A data directory of PostgreSQL and its configuration files. */
record PostgresData(Path directory) {
    static PostgresData in(Path folder) {
        return new PostgresData(folder.resolve("data"));
    }

    /** Adds the settings to the configuration file; the last one of a name holds. */
    void configure(Map<String, String> settings) throws IOException {
        String lines = settings.entrySet().stream()
                .map(each -> each.getKey() + " = '" + each.getValue().replace("'", "''") + "'\n")
                .collect(Collectors.joining());
        Files.writeString(directory.resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
    }

    /** Puts lines of access rules before the one that trusts everybody; the first one that matches holds. */
    void allow(List<String> rules) throws IOException {
        Path file = directory.resolve("pg_hba.conf");
        Files.writeString(file, String.join("\n", rules) + "\n" + Files.readString(file));
    }
}

package io.databased.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The programs of a cluster under Patroni, as this machine's packages have installed them.
 *
 * @param postgres the folder of PostgreSQL's programs
 */
record PatroniBinaries(Path patroni, Path etcd, Path haproxy, Path postgres) {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    static PatroniBinaries find() throws IOException {
        return new PatroniBinaries(
                existing("/usr/bin/patroni"), existing("/usr/bin/etcd"), existing("/usr/sbin/haproxy"), newest());
    }

    private static Path existing(String program) {
        if (!Files.exists(Path.of(program))) {
            throw missing(program);
        }
        return Path.of(program);
    }

    private static Path newest() throws IOException {
        if (!Files.exists(VERSIONS)) {
            throw missing(VERSIONS.toString());
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.exists(bin.resolve("postgres")))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> missing(VERSIONS.toString()));
        }
    }

    private static IllegalStateException missing(String what) {
        return new IllegalStateException("There is no " + what
                + "; a cluster needs the system's packages patroni, etcd-server, haproxy and postgresql.");
    }
}

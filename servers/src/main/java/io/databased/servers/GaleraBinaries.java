package io.databased.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** MariaDB's server and the Galera library, as this machine's packages have installed them. */
record GaleraBinaries(Path server, Path installer, Path provider) {
    private static final String ACCOUNT = "mysql";

    static GaleraBinaries find() {
        return new GaleraBinaries(
                first("/usr/sbin/mariadbd", "/usr/libexec/mariadbd", "/usr/bin/mariadbd"),
                first("/usr/bin/mariadb-install-db"),
                first(
                        "/usr/lib/galera/libgalera_smm.so",
                        "/usr/lib64/galera-4/libgalera_smm.so",
                        "/usr/lib/galera-4/libgalera_smm.so"));
    }

    private static Path first(String... candidates) {
        for (String candidate : candidates) {
            if (Files.exists(Path.of(candidate))) {
                return Path.of(candidate);
            }
        }
        throw new IllegalStateException("There is no " + candidates[0]
                + "; a cluster needs the system's packages mariadb-server, galera-4 and rsync.");
    }

    /** Creates a data directory in a folder: root from this machine needs no password. */
    void createData(Path folder) throws IOException {
        give(folder);
        List<String> command = new ArrayList<>(List.of(
                installer.toString(),
                "--no-defaults",
                "--datadir=" + folder.resolve("data"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
        command.addAll(account());
        Shell.run(command);
    }

    /** Gives a folder to the account that the server runs under. */
    void give(Path folder) throws IOException {
        if (!account().isEmpty()) {
            Shell.run("chown", "-R", ACCOUNT, folder.toString());
        }
    }

    /** The server's own way to leave root behind: data is not sent from node to node as root. */
    List<String> account() {
        return System.getProperty("user.name").equals("root") ? List.of("--user=" + ACCOUNT) : List.of();
    }
}

package io.databased.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * MySQL's server, unpacked beside the system by {@code servers/fetch-mysql} with the libraries that it was made for, and run
 * by their loader.
 */
final class MySqlBinaries implements Program {
    static final String HOME = "DATABASED_MYSQL_HOME";

    private final Path root;
    private final Path libraries;
    private final Path loader;
    private final Map<String, String> settings;

    private MySqlBinaries(Path root, Path loader, Map<String, String> settings) {
        this.root = root;
        this.loader = loader;
        this.libraries = loader.resolveSibling(".").normalize();
        this.settings = settings;
    }

    static MySqlBinaries find(Map<String, String> settings) throws IOException {
        String home = System.getenv(HOME);
        if (home == null || home.isEmpty()) {
            throw new IllegalStateException("There is no MySQL here; run servers/fetch-mysql, and set " + HOME
                    + " to the folder that it prints.");
        }
        Path root = Path.of(home);
        try (Stream<Path> files = Files.find(
                root.resolve("usr/lib"),
                2,
                (file, is) -> file.getFileName().toString().startsWith("ld-linux"))) {
            Path loader = files.findFirst().orElseThrow(() -> new IOException(root + " has no loader"));
            return new MySqlBinaries(root, loader, settings);
        }
    }

    /** Creates a data directory at a path where nothing is: root from this machine needs no password. */
    void createData(Path data) throws IOException {
        String name = "mysql-" + Integer.toHexString(root.toString().hashCode());
        Path master = MachineCache.folder(name + "-data", this::initialise).resolve("data");
        Shell.run("cp", "-Rp", master.toString(), data.toString());
    }

    private void initialise(Path folder) throws IOException {
        Shell.run(server(folder.resolve("data"), List.of("--initialize-insecure")));
    }

    @Override
    public List<String> command(Path folder, int port) {
        List<String> options = new ArrayList<>(List.of(
                "--port=" + port,
                "--bind-address=127.0.0.1",
                "--socket=" + folder.resolve("socket"),
                "--pid-file=" + pidFile(folder),
                "--mysqlx=OFF",
                "--secure-file-priv=NULL",
                "--skip-log-bin",
                "--innodb-flush-log-at-trx-commit=0",
                "--cte-max-recursion-depth=10000000"));
        settings.forEach((key, value) -> options.add("--" + key + "=" + value));
        return server(folder.resolve("data"), options);
    }

    private List<String> server(Path data, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                loader.toString(),
                "--library-path",
                libraries + ":" + libraries.resolve("mysql"),
                root.resolve("usr/sbin/mysqld").toString(),
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + root.resolve("usr"),
                "--datadir=" + data,
                "--lc-messages-dir=" + root.resolve("usr/share/mysql"),
                "--plugin-dir=" + root.resolve("usr/lib/mysql/plugin")));
        command.addAll(options);
        return command;
    }

    @Override
    public Path pidFile(Path folder) {
        return folder.resolve("pid");
    }

    /** The file is made before the last of the start; the port is open when the log says so. */
    @Override
    public boolean accepts(Path pidFile) throws IOException {
        return Files.readString(pidFile.resolveSibling("log")).contains("ready for connections");
    }

    @Override
    public String endSignal() {
        return "TERM";
    }
}

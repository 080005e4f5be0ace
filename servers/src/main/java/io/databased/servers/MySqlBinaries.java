package io.databased.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** MySQL's server, as {@code servers/fetch-mysql} has unpacked it. */
final class MySqlBinaries implements Program {
    private final Unpacked unpacked;
    private final Map<String, String> settings;

    private MySqlBinaries(Unpacked unpacked, Map<String, String> settings) {
        this.unpacked = unpacked;
        this.settings = settings;
    }

    static MySqlBinaries find(Map<String, String> settings) throws IOException {
        return new MySqlBinaries(Unpacked.find("DATABASED_MYSQL_HOME", "fetch-mysql"), settings);
    }

    /** Creates a data directory at a path where nothing is: root from this machine needs no password. */
    void createData(Path data) throws IOException {
        String name = "mysql-" + Integer.toHexString(unpacked.root().toString().hashCode());
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

    /** Its temporary files are beside its data: a server that starts deletes those of all others in a folder that they share. */
    private List<String> server(Path data, List<String> options) {
        Path system = unpacked.root().resolve("usr");
        List<String> command = unpacked.command("usr/sbin/mysqld");
        command.addAll(List.of(
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--basedir=" + system,
                "--datadir=" + data,
                "--tmpdir=" + data.getParent(),
                "--lc-messages-dir=" + system.resolve("share/mysql"),
                "--plugin-dir=" + system.resolve("lib/mysql/plugin")));
        command.addAll(options);
        return command;
    }

    @Override
    public Path pidFile(Path folder) {
        return folder.resolve("pid");
    }

    /** The file is made before the last of the start; the port is open when the log says so, which may have said it before. */
    @Override
    public boolean accepts(Path pidFile) throws IOException {
        String log = Files.readString(pidFile.resolveSibling("log"));
        return log.lastIndexOf("ready for connections") > log.lastIndexOf("starting as process");
    }

    @Override
    public String endSignal() {
        return "TERM";
    }
}

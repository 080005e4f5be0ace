package io.databased.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tukaani.xz.XZInputStream;

/** The programs of one major version of PostgreSQL, unpacked from a resource of this module. */
final class PostgresBinaries implements Program {
    private final Path home;
    private final String name;

    private PostgresBinaries(Path home, String name) {
        this.home = home;
        this.name = name;
    }

    static PostgresBinaries of(int major) throws IOException {
        URL archive = PostgresBinaries.class.getResource("postgresql-" + major + ".txz");
        if (archive == null) {
            throw new IllegalArgumentException(
                    "There is no PostgreSQL " + major + "; the versions are in servers/pom.xml.");
        }
        URLConnection connection = archive.openConnection();
        connection.setUseCaches(false);
        try (InputStream packed = connection.getInputStream()) {
            // The size tells one minor version from another.
            String name = "postgresql-" + major + "-" + connection.getContentLengthLong();
            return new PostgresBinaries(MachineCache.folder(name, folder -> unpack(packed, folder)), name);
        }
    }

    @Override
    public List<String> command(Path folder, int port) {
        String server = home.resolve("bin/postgres").toString();
        String data = PostgresData.in(folder).directory().toString();
        return Shell.asNobody(List.of(server, "-D", data, "-p", Integer.toString(port)));
    }

    @Override
    public Path pidFile(Path folder) {
        return PostgresData.in(folder).directory().resolve("postmaster.pid");
    }

    /** The eighth line is the server's state. */
    @Override
    public boolean accepts(Path pidFile) throws IOException {
        return Files.readString(pidFile).lines().skip(7).anyMatch(line -> line.startsWith("ready"));
    }

    @Override
    public String endSignal() {
        return "INT"; // terminates the sessions, unlike TERM
    }

    /** Creates a data directory at a path where nothing is: superuser postgres, UTF-8, everybody on this machine trusted. */
    void createData(Path data) throws IOException {
        Path master = MachineCache.folder(name + "-data", this::initialise).resolve("data");
        Shell.run("cp", "-Rp", master.toString(), data.toString());
    }

    private void initialise(Path folder) throws IOException {
        Shell.run(Shell.asNobody(List.of(
                home.resolve("bin/initdb").toString(),
                "--pgdata=" + folder.resolve("data"),
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--wal-segsize=1",
                "--no-sync")));
    }

    private static void unpack(InputStream packed, Path folder) throws IOException {
        Path tar = folder.resolve("all.tar");
        try (InputStream unpacked = new XZInputStream(packed);
                OutputStream out = Files.newOutputStream(tar)) {
            unpacked.transferTo(out);
        }
        Shell.run("tar", "-xf", tar.toString(), "-C", folder.toString());
        Files.delete(tar);
    }
}

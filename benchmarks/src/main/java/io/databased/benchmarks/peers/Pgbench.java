package io.databased.benchmarks.peers;

import io.databased.DatabaseUrl;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** PostgreSQL's own measuring program, written in C; selects by key, and nothing else. */
final class Pgbench implements Contestant {
    static final String PLAIN = "pgbench";
    static final String PIPELINE = "pgbench pipeline";

    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");

    private final String name;
    private final DatabaseUrl url;
    private final int connections;
    private final int pipelined;
    private final Path script;

    private Pgbench(String name, DatabaseUrl url, int connections, int pipelined) throws IOException {
        this.name = name;
        this.url = url;
        this.connections = connections;
        this.pipelined = pipelined;
        script = Files.createTempFile("databased-benchmark", ".sql");
        Files.writeString(script, name.equals(PIPELINE) ? pipeline() : select(0));
    }

    /** A statement at a time on each connection. */
    static Pgbench plain(DatabaseUrl url, int connections) throws IOException {
        return new Pgbench(PLAIN, url, connections, 1);
    }

    /** So many statements at a time on each connection. */
    static Pgbench pipeline(DatabaseUrl url, int connections, int statements) throws IOException {
        return new Pgbench(PIPELINE, url, connections, statements);
    }

    private static String select(int number) {
        return "\\set id" + number + " random(1, " + Movies.ROWS + ")\n" + Movies.byKey(":id" + number) + ";\n";
    }

    private String pipeline() {
        String selects = IntStream.range(0, pipelined).mapToObj(Pgbench::select).collect(Collectors.joining());
        return "\\startpipeline\n" + selects + "\\endpipeline\n";
    }

    static boolean isInstalled() {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "pgbench")));
    }

    @Override
    public String name() {
        return name;
    }

    /** For whole seconds; without the time for connecting. */
    @Override
    public double run(Task task, long millis) throws IOException, InterruptedException {
        DatabaseUrl.Host host = url.hosts().get(0);
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        "pgbench",
                        "--no-vacuum",
                        "--protocol=prepared",
                        "--client=" + connections,
                        "--jobs=" + Math.min(connections, Runtime.getRuntime().availableProcessors()),
                        "--time=" + Math.max(1, millis / 1000),
                        "--file=" + script,
                        "--host=" + host.name(),
                        "--port=" + host.port().orElseThrow(),
                        "--username=" + url.user().orElseThrow(),
                        url.database().orElseThrow()))
                .redirectError(Redirect.INHERIT);
        url.password().ifPresent(password -> builder.environment().put("PGPASSWORD", password));
        Process process = builder.start();
        String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher rate = RATE.matcher(report);
        if (process.waitFor() != 0 || !rate.find()) {
            throw new IOException("pgbench failed: " + report);
        }
        return Double.parseDouble(rate.group(1)) * pipelined;
    }

    @Override
    public void close() throws IOException {
        Files.delete(script);
    }
}

package io.databased.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.servers.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's build has another Netty or another Vert.x than ours: each case in a JVM of its own. */
final class OtherVersionsTest {
    private static final String NETTY_FILE = "META-INF/io.netty.versions.properties";
    private static final String VERTX_FILE = "META-INF/vertx/vertx-version.txt";
    private static final Pattern REPLACED = Pattern.compile("netty-(common|buffer|resolver|transport)-4\\.2\\.\\d.*");
    private static final String UNKNOWN = "Databased does not know";

    private final String url = PostgresServer.shared().createDatabase();

    @TempDir
    Path doctored;

    /** What the JVM has printed, its log included. */
    private String connect(List<String> classPath, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
        command.addAll(List.of(ConnectInAnotherJvm.class.getName(), url));
        Path output = doctored.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("it ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private static List<String> ours() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    private List<String> withFile(String name, String content) throws IOException {
        Path file = doctored.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return Stream.concat(Stream.of(doctored.toString()), ours().stream()).toList();
    }

    /** As where Spring Boot 3.5 manages Netty. */
    private static List<String> withOldNetty() throws IOException {
        Path folder = Path.of(System.getProperty("basedir", "."), "target", "netty-4.1");
        try (Stream<Path> jars = Files.list(folder)) {
            Stream<String> others = ours().stream()
                    .filter(entry ->
                            !REPLACED.matcher(new File(entry).getName()).matches());
            return Stream.concat(jars.map(Path::toString), others).toList();
        }
    }

    private static long lines(String output, String part) {
        return Arrays.stream(output.split("\n"))
                .filter(line -> line.contains(part))
                .count();
    }

    @Test
    void versionsThatAreKnownHaveOurEventLoops() throws Exception {
        assertThat(connect(ours()))
                .contains(ConnectInAnotherJvm.ANSWERED, "our event loops")
                .doesNotContain(UNKNOWN);
    }

    @Test
    void eventLoopsCanBeSwitchedOff() throws Exception {
        assertThat(connect(ours(), "-Ddatabased.eventLoops=plain"))
                .contains(ConnectInAnotherJvm.ANSWERED, "plain event loops")
                .doesNotContain(UNKNOWN);
    }

    @Test
    void nettyThatIsNotKnownHasPlainEventLoopsAndOneLineOfLog() throws Exception {
        String output = connect(withFile(NETTY_FILE, "netty-transport.version=4.9.0.Final\n"));

        assertThat(output)
                .contains(ConnectInAnotherJvm.ANSWERED, "plain event loops", "Netty 4.9.0.Final and Vert.x 5.0.");
        assertThat(lines(output, UNKNOWN)).isEqualTo(1);
    }

    @Test
    void vertxThatIsNotKnownHasPlainEventLoopsAndOneLineOfLog() throws Exception {
        String output = connect(withFile(VERTX_FILE, "5.9.0\n"));

        assertThat(output)
                .contains(ConnectInAnotherJvm.ANSWERED, "plain event loops", "Netty 4.2.")
                .contains("and Vert.x 5.9.0");
        assertThat(lines(output, UNKNOWN)).isEqualTo(1);
    }

    @Test
    void jarsThatDoNotTellTheirVersionCountAsUnknown() throws Exception {
        String output = connect(withFile(VERTX_FILE, ""));

        assertThat(output).contains(ConnectInAnotherJvm.ANSWERED, "plain event loops", "Vert.x of an unknown version");
        assertThat(lines(output, UNKNOWN)).isEqualTo(1);
    }

    @Test
    void aDriverThatIsNotThereIsTold() throws Exception {
        List<String> without = ours().stream()
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("vertx-"))
                .toList();

        assertThat(connect(without))
                .startsWith("Exception in thread \"main\" io.databased.InvalidUrlException: ")
                .contains(
                        "The backend of the scheme 'postgresql' cannot be used: a class of the driver is not on the class path")
                .contains("NoClassDefFoundError: io/vertx/")
                .contains("add what the artifact of the backend depends on");
    }

    @Test
    void nettyThatIsTooOldIsNamedWithTheRemedy() throws Exception {
        String output = connect(withOldNetty());

        assertThat(output)
                .contains("Could not connect to postgresql://")
                .containsPattern(
                        "found Netty 4\\.1\\.\\d+\\.Final and Vert\\.x 5\\.0\\.\\d+, but the driver needs Netty 4\\.2")
                .containsPattern("<netty\\.version>4\\.2\\.\\d+\\.Final</netty\\.version>")
                .doesNotContain("NoClassDefFoundError", ConnectInAnotherJvm.ANSWERED);
    }
}

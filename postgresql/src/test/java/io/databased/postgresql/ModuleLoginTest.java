package io.databased.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.servers.PostgresServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program on the module path logs in with a password. */
final class ModuleLoginTest {
    private static final String MODULE = "module app { requires io.databased.postgresql; }";
    private static final String MAIN = "package app; public final class Main {"
            + " public static void main(String[] args) {"
            + " var patient = io.databased.PoolOptions.builder().loginTimeout(java.time.Duration.ofMinutes(1)).build();"
            + " try (var database = io.databased.Database.builder(args[0]).pool(patient).build()) {"
            + " database.connect().join();"
            + " System." + "out.print(Main.class.getModule() + \" \""
            + " + database.fetchAll(\"SELECT current_user\").join().get(0).get(0)); } } }";

    @TempDir
    private Path folder;

    private static String modulePath() {
        return Stream.of("jdk.module.path", "java.class.path", "surefire.test.class.path")
                .map(name -> System.getProperty(name, ""))
                .flatMap(path -> Stream.of(path.split(File.pathSeparator)))
                .filter(entry -> !entry.isEmpty() && !entry.contains("test-classes") && !entry.contains("surefire"))
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("module", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            return Files.readString(output);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    @Test
    void byScram() throws Exception {
        Path sources = Files.createDirectories(folder.resolve("app"));
        Path module = Files.writeString(folder.resolve("module-info.java"), MODULE);
        Path main = Files.writeString(sources.resolve("Main.java"), MAIN);
        Path classes = folder.resolve("classes");
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "--module-path",
                        modulePath(),
                        "-d",
                        classes.toString(),
                        module.toString(),
                        main.toString());
        assertThat(compiled).isZero();
        try (PostgresServer server = PostgresServer.builder()
                .allow("host all alice all scram-sha-256")
                .set("password_encryption", "scram-sha-256")
                .start()) {
            server.execute("CREATE USER alice PASSWORD 'right'");
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();

            String said = run(List.of(
                    java,
                    "--module-path",
                    modulePath() + File.pathSeparator + classes,
                    "-m",
                    "app/app.Main",
                    "postgresql://alice:right@127.0.0.1:" + server.port() + "/postgres"));

            assertThat(said).contains("module app alice");
        }
    }
}

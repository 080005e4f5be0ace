package io.databased.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of Kotlin see, whose compiler takes our annotations of null at their word: warnings are errors here. */
class KotlinTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final Path SNIPPETS = MODULE.resolve("src/test/kotlin");

    @TempDir
    Path folder;

    private record Compilation(ExitCode exit, String messages) {}

    private Compilation compile(Path source) {
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        ExitCode exit = new K2JVMCompiler()
                .exec(
                        new PrintStream(messages, true, StandardCharsets.UTF_8),
                        "-Xjspecify-annotations=strict",
                        "-progressive",
                        "-Werror",
                        "-no-stdlib",
                        "-no-reflect",
                        "-jvm-target",
                        "17",
                        "-classpath",
                        System.getProperty("java.class.path"),
                        "-d",
                        folder.resolve("classes").toString(),
                        source.toString());
        return new Compilation(exit, messages.toString(StandardCharsets.UTF_8));
    }

    @Test
    void everySnippetOfTheGuideCompiles() {
        Compilation compilation = compile(SNIPPETS);

        assertThat(compilation.messages()).isEmpty();
        assertThat(compilation.exit()).isEqualTo(ExitCode.OK);
    }

    @Test
    void noSnippetOfTheGuideIsForgotten() throws IOException {
        List<Path> pages = files(MODULE.resolve("../docs/guide"));
        pages.add(MODULE.resolve("../README.md"));
        List<String> snippets = names(pages, "<!-- snippet: (\\S+) -->");
        snippets.removeAll(List.of("micrometer", "opentelemetry")); // of modules that are not here

        assertThat(names(files(SNIPPETS), "// snippet: (\\S+)")).hasSameElementsAs(snippets);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.toList());
        }
    }

    private static List<String> names(List<Path> files, String pattern) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path file : files) {
            Pattern.compile(pattern)
                    .matcher(Files.readString(file))
                    .results()
                    .map((MatchResult name) -> name.group(1))
                    .forEach(names::add);
        }
        return names;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "val v: String = database.blocking().fetchExactlyOne(\"SELECT 1\").get(0, String::class.java)",
                "val v: List<Int> = database.blocking().fetchAll(sql(\"SELECT 1\").value(Int::class.javaObjectType))",
                "val v: Map<String, Any> = database.blocking().fetchExactlyOne(\"SELECT 1\").toMap()",
                "val v: String = database.session<String?> { CompletableFuture.completedFuture(null) }.join()",
                "database.execute(null)",
            })
    void nullIsNotTakenForAValue(String statement) throws IOException {
        Path source = folder.resolve("Refused.kt");
        Files.writeString(
                source,
                "import io.databased.Database\nimport io.databased.Sql.sql\nimport java.util.concurrent.CompletableFuture\n"
                        + "fun refused(database: Database) { " + statement + " }\n");

        Compilation compilation = compile(source);

        assertThat(compilation.exit()).isEqualTo(ExitCode.COMPILATION_ERROR);
        assertThat(compilation.messages())
                .containsAnyOf("type mismatch", "none of the following candidates is applicable");
    }
}

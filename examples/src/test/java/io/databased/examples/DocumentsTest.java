package io.databased.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every Java snippet of the documents is a region of a source file here or in the starter, which is compiled and run. Above its fence a
 * comment names the region: {@code <!-- snippet: name -->}.
 */
class DocumentsTest {
    static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    static final Path ROOT = MODULE.resolve("..").normalize();
    private static final Pattern FENCE =
            Pattern.compile("(?:<!-- snippet: (\\S+) -->\\n)?```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern KOTLIN_FENCE =
            Pattern.compile("(?:<!-- kotlin: (\\S+) -->\\n)?```kotlin\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern REGION = Pattern.compile("// tag::(\\S+)\\n(.*?)[ ]*// end::\\1\\n", Pattern.DOTALL);

    @Test
    void everySnippetIsCompiledAndRun() throws IOException {
        Map<String, String> regions = regions();
        List<String> seen = new ArrayList<>();
        for (Path document : documents()) {
            Matcher fence = FENCE.matcher(Files.readString(document));
            while (fence.find()) {
                String name = fence.group(1);
                assertThat(name)
                        .as("the name above the snippet in %s:%n%s", document, fence.group(2))
                        .isNotNull();
                assertThat(fence.group(2))
                        .as("snippet %s of %s", name, document)
                        .isEqualTo(regions.get(name));
                seen.add(name);
            }
        }
        assertThat(seen).as("several documents may have the same one").hasSameElementsAs(regions.keySet());
    }

    /** As above, for the page about Kotlin and the module of that name. */
    @Test
    void everySnippetOfCoroutinesIsCompiledAndRun() throws IOException {
        Map<String, String> regions = new HashMap<>();
        addRegions(ROOT.resolve("kotlin/src/test/kotlin/io/databased/kotlin/test/GuideTest.kt"), regions);
        Map<String, String> snippets = new HashMap<>();
        Matcher fence = KOTLIN_FENCE.matcher(Files.readString(ROOT.resolve("docs/guide/kotlin.md")));
        while (fence.find()) {
            snippets.put(String.valueOf(fence.group(1)), fence.group(2));
        }
        assertThat(snippets).isEqualTo(regions);
    }

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        Pattern link = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");
        for (Path document : documents()) {
            Matcher links = link.matcher(withoutFences(document));
            while (links.find()) {
                Path target = links.group(1).isEmpty() ? document : document.resolveSibling(links.group(1));
                assertThat(target).as("linked in %s", document).exists();
                if (links.group(2) != null) {
                    assertThat(headings(target))
                            .as("linked in %s: a heading of %s", document, target)
                            .contains(links.group(2));
                }
            }
        }
    }

    private static String withoutFences(Path document) throws IOException {
        return Files.readString(document).replaceAll("(?s)```.*?```", "");
    }

    /** As anchors of the page: in lower case, words joined by hyphens. */
    private static List<String> headings(Path document) throws IOException {
        return withoutFences(document)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream.concat(root, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .forEach(documents::add);
        }
        assertThat(documents).isNotEmpty();
        return documents;
    }

    private static Map<String, String> regions() throws IOException {
        Map<String, String> regions = new HashMap<>();
        for (Path folder : List.of(
                MODULE.resolve("src"),
                ROOT.resolve("micrometer/src/test"),
                ROOT.resolve("opentelemetry/src/test"),
                ROOT.resolve("spring-boot-starter/src/test"))) {
            try (Stream<Path> sources = Files.walk(folder)) {
                sources.filter(path -> path.toString().endsWith(".java")).forEach(path -> addRegions(path, regions));
            }
        }
        return regions;
    }

    private static void addRegions(Path source, Map<String, String> regions) {
        try {
            Matcher region = REGION.matcher(Files.readString(source));
            while (region.find()) {
                assertThat(regions.put(
                                region.group(1), region.group(2).stripTrailing().stripIndent() + "\n"))
                        .as("second region %s", region.group(1))
                        .isNull();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

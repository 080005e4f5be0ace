package io.databased.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a reader may rely on in the guide, beyond its snippets and links. */
class GuideTest {
    private static final Path DOCS = DocumentsTest.ROOT.resolve("docs");
    private static final Pattern MESSAGE = Pattern.compile("(?m)^### `(.+)`$");
    private static final int LONGEST_README = 200;
    private static final int LONGEST_PAGE = 300;

    @Test
    void pagesAreShort() throws IOException {
        assertThat(Files.readAllLines(DocumentsTest.ROOT.resolve("README.md"))).hasSizeLessThan(LONGEST_README);
        for (Path page : pages("guide")) {
            assertThat(Files.readAllLines(page)).as("lines of %s", page).hasSizeLessThan(LONGEST_PAGE);
        }
    }

    @Test
    void theIndexesNameEveryPage() throws IOException {
        for (String folder : List.of("guide", "design")) {
            String index = Files.readString(DOCS.resolve(folder).resolve("README.md"));
            for (Path page : pages(folder)) {
                assertThat(index)
                        .as("the index of docs/%s: add a row with the title of the page", folder)
                        .contains("(" + page.getFileName() + ")");
            }
        }
    }

    /** A message may have changed since it was quoted; the dots stand for what differs. */
    @Test
    void everyQuotedMessageIsOneOfTheSources() throws IOException {
        String sources = sources();
        List<String> messages = MESSAGE.matcher(Files.readString(DOCS.resolve("guide/errors.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(messages).isNotEmpty();
        for (String message : messages) {
            for (String part : message.split("…")) {
                assertThat(sources.contains(part.strip()))
                        .as("\"%s\" of the message \"%s\" is in a source file", part, message)
                        .isTrue();
            }
        }
    }

    private static List<Path> pages(String folder) throws IOException {
        try (Stream<Path> files = Files.list(DOCS.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".md") && !file.endsWith("README.md"))
                    .sorted()
                    .toList();
        }
    }

    /** All modules, their texts that are written in parts joined. */
    private static String sources() throws IOException {
        try (Stream<Path> modules = Files.list(DocumentsTest.ROOT)) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(GuideTest::walk)
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(GuideTest::read)
                    .collect(Collectors.joining())
                    .replaceAll("\"\\s*\\+\\s*\"", "")
                    .replace("\\\"", "\"");
        }
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

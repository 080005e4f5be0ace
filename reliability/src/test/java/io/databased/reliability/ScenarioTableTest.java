package io.databased.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.testkit.TestTags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The table of {@code docs/reliability.md} has a row for each scenario, and each row names the test classes that carry the
 * scenario's tag, all of them and no others.
 */
final class ScenarioTableTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern SCENARIO = Pattern.compile("[CPNQIXT]\\d+");
    private static final Pattern ROW =
            Pattern.compile("^\\| ([CPNQIXT]\\d+) \\| (.+) \\| (.+) \\| (.+) \\|$", Pattern.MULTILINE);
    private static final Map<String, Integer> CATALOGUE =
            Map.of("C", 12, "P", 22, "N", 34, "Q", 17, "I", 15, "X", 4, "T", 5);
    private static final String UNTESTED = "–";

    @Test
    void everyScenarioHasARow() throws IOException {
        assertThat(rows().keySet())
                .containsExactlyInAnyOrderElementsOf(CATALOGUE.entrySet().stream()
                        .flatMap(letter -> IntStream.rangeClosed(1, letter.getValue())
                                .mapToObj(number -> letter.getKey() + number))
                        .toList());
    }

    @Test
    void everyTagHasARow() throws IOException {
        assertThat(rows().keySet()).containsAll(tags().keySet());
    }

    @Test
    void everyRowNamesTheTestsThatCarryItsTag() throws IOException {
        Map<String, SortedSet<String>> tags = tags();
        Report.add(Report.Count.SCENARIOS, tags.size());
        rows().forEach((id, row) -> assertThat(row.group(4))
                .as("the tests of row %s", id)
                .isEqualTo(tags.containsKey(id) ? names(tags.get(id)) : UNTESTED));
    }

    @Test
    void everyRowWithoutATestSaysWhy() throws IOException {
        rows().values().stream()
                .filter(row -> row.group(4).equals(UNTESTED))
                .forEach(row -> assertThat(row.group(3))
                        .as("what row %s says", row.group(1))
                        .startsWith("Cannot apply: "));
    }

    private static String names(SortedSet<String> classes) {
        return classes.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static Map<String, Matcher> rows() throws IOException {
        Map<String, Matcher> rows = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(REPOSITORY.resolve("docs/reliability.md")));
        while (row.find()) {
            Matcher whole = ROW.matcher(row.group());
            assertThat(whole.matches()).isTrue();
            assertThat(rows.put(row.group(1), whole))
                    .as("second row %s", row.group(1))
                    .isNull();
        }
        return rows;
    }

    /** The classes that carry each tag of a scenario. */
    private static Map<String, SortedSet<String>> tags() throws IOException {
        Map<String, SortedSet<String>> tags = TestTags.below(REPOSITORY);
        tags.keySet().removeIf(tag -> !SCENARIO.matcher(tag).matches());
        return tags;
    }
}

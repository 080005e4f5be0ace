package io.databased.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every rule of {@code docs/semantics.md}, and every behaviour kept from the library this one descends from, has a test. */
final class RuleCoverageTest {
    private static final Path REPOSITORY = Path.of("..");

    private static final Stream<String> RULES = ids("R", 38);

    private static final Stream<String> CONFORMANCE =
            Stream.of(ids("D", 11), ids("B", 4), ids("S", 29)).flatMap(ids -> ids);

    private static Stream<String> ids(String prefix, int last) {
        return IntStream.rangeClosed(1, last).mapToObj(number -> prefix + number);
    }

    @Test
    void everyRuleHasTest() throws IOException {
        assertThat(untested(RULES)).isEmpty();
    }

    @Test
    void everyConformanceRowHasTest() throws IOException {
        assertThat(untested(CONFORMANCE)).isEmpty();
    }

    private static Set<String> untested(Stream<String> ids) throws IOException {
        Set<String> untested = ids.collect(Collectors.toCollection(TreeSet::new));
        untested.removeAll(TestTags.below(REPOSITORY).keySet());
        return untested;
    }
}

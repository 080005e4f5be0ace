package io.databased.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the fuzzer begins with, and what it has found; see docs/fuzzing.md. */
final class FuzzCorpusTest {
    @ParameterizedTest
    @ValueSource(classes = {MySqlWireFuzzTarget.class})
    @Tag("I15")
    void holdsForWhatIsKept(Class<?> target) throws IOException, ReflectiveOperationException {
        List<Path> inputs;
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz", target.getSimpleName()))) {
            inputs = files.sorted().toList();
        }
        assertThat(inputs).hasSizeGreaterThan(2);
        for (Path input : inputs) {
            target.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) Files.readAllBytes(input));
        }
    }
}

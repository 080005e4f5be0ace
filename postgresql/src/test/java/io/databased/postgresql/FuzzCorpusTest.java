package io.databased.postgresql;

import io.databased.testkit.FuzzInput;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FuzzCorpusTest {
    @ParameterizedTest
    @ValueSource(classes = {PostgresWireFuzzTarget.class, PostgresValuesFuzzTarget.class})
    @Tag("I15")
    void holdsForWhatIsKept(Class<?> target) throws IOException, ReflectiveOperationException {
        FuzzInput.replay(target);
    }
}

package io.databased.mysql;

import io.databased.testkit.FuzzInput;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class FuzzCorpusTest {
    @Test
    @Tag("I15")
    void holdsForWhatIsKept() throws IOException, ReflectiveOperationException {
        FuzzInput.replay(MySqlWireFuzzTarget.class);
    }
}

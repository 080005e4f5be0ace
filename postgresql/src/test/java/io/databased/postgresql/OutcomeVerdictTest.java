package io.databased.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server's answer says of transaction 100, which was known for 5 s when it was asked, and is for 6 s now. */
@Tag("R16")
final class OutcomeVerdictTest {
    @ParameterizedTest
    @CsvSource(nullValues = "again", textBlock = """
            # status,      next id, age of checkpoint, of server, outcome
            committed,     101,     2,                 900,       COMMITTED
            aborted,       101,     2,                 900,       ROLLED_BACK
            in progress,   101,     2,                 900,       again
            committed,     90,      60,                900,       COMMITTED
            aborted,       90,      60,                900,       ROLLED_BACK
            in progress,   90,      60,                900,       again
            # the server has crashed since and has given the identifier to another transaction
            committed,     100,     3,                 900,       ROLLED_BACK
            committed,     100,     5.5,               4.9,       ROLLED_BACK
            # the answer was slow: our transaction may be older than the crash or younger
            committed,     100,     5.5,               5.1,       again
            aborted,       100,     6.5,               5.5,       again
            # the server has forgotten it for its age
            null,          101,     2,                 900,       UNDETERMINED
            """)
    void ofAnAnswer(String status, long next, double checkpointAge, double serverAge, @Nullable Outcome outcome) {
        @Nullable Object[] answer = {status, next, checkpointAge, serverAge};

        assertThat(OutcomeInquiry.verdict(answer, 100, 5, 6)).isEqualTo(outcome);
    }
}

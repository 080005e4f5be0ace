package io.databased.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.CommitOutcomeUnknownException.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server's answer says of a transaction. */
@Tag("R16")
final class OutcomeVerdictTest {
    @ParameterizedTest
    @CsvSource(nullValues = "null", textBlock = """
            # status,      lost,  failovers, outcome (null: asked again)
            committed,     null,  0,         COMMITTED
            aborted,       null,  0,         ROLLED_BACK
            in progress,   null,  0,         null
            # the server has crashed since, or a standby has taken its place, with all of the transaction
            committed,     false, 0,         COMMITTED
            aborted,       false, 0,         ROLLED_BACK
            committed,     false, 1,         COMMITTED
            aborted,       false, 1,         ROLLED_BACK
            # it was lost, and its identifier is that of another transaction, or of none
            committed,     true,  0,         ROLLED_BACK
            committed,     true,  1,         ROLLED_BACK
            committed,     true,  2,         ROLLED_BACK
            in progress,   true,  1,         ROLLED_BACK
            null,          true,  1,         ROLLED_BACK
            # nobody knows what the first of two failovers has lost, or one before the server was started anew
            committed,     false, 2,         UNDETERMINED
            committed,     null,  1,         UNDETERMINED
            aborted,       false, 2,         ROLLED_BACK
            aborted,       null,  1,         ROLLED_BACK
            # a failover before the transaction has left this server behind, which does not know yet
            null,          null,  -1,        null
            null,          true,  -1,        null
            null,          false, -2,        null
            # the server has forgotten it for its age
            null,          null,  0,         UNDETERMINED
            null,          false, 0,         UNDETERMINED
            """)
    void ofAnAnswer(@Nullable String status, @Nullable Boolean lost, int failovers, @Nullable Outcome outcome) {
        assertThat(OutcomeInquiry.verdict(status, lost, failovers)).isEqualTo(outcome);
    }
}

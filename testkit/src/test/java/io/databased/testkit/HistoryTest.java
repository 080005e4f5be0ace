package io.databased.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.CommitOutcomeUnknownException;
import io.databased.ConnectionLostException;
import io.databased.testkit.History.Claim;
import io.databased.testkit.History.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class HistoryTest {
    private final History history = new History(2);
    private final List<long[]> rows = new ArrayList<>();

    private long unit(Claim claim, int... parts) {
        long unit = history.begin();
        history.claim(unit, claim);
        for (int part : parts) {
            rows.add(new long[] {unit, part});
        }
        return unit;
    }

    @Test
    void truthIsNoFinding() {
        unit(Claim.COMMITTED, 0, 1);
        unit(Claim.ROLLED_BACK);
        unit(Claim.UNKNOWN, 1, 0);
        unit(Claim.UNKNOWN);

        history.compare(rows).verify();
        assertThat(history.count(Claim.UNKNOWN)).isEqualTo(2);
    }

    @Test
    void findsEachKindOfLie() {
        long lost = unit(Claim.COMMITTED);
        long ghost = unit(Claim.ROLLED_BACK, 0, 1);
        long torn = unit(Claim.UNKNOWN, 1);
        long undone = unit(Claim.COMMITTED, 0, 1, 9);
        long doubled = unit(Claim.COMMITTED, 0, 1, 1);
        long endless = history.begin();
        rows.add(new long[] {77, 0});

        Findings findings = history.compare(rows);

        assertThat(findings.lost()).containsExactly(lost);
        assertThat(findings.ghosts()).containsExactly(ghost, 77L);
        assertThat(findings.torn()).containsExactly(torn, undone);
        assertThat(findings.doubled()).containsExactly(doubled);
        assertThat(findings.unclaimed()).containsExactly(endless);
        assertThatThrownBy(findings::verify).isInstanceOf(AssertionError.class);
    }

    @Test
    void unitEndsOnce() {
        long unit = unit(Claim.COMMITTED, 0, 1);

        assertThatThrownBy(() -> history.claim(unit, Claim.ROLLED_BACK)).isInstanceOf(AssertionError.class);
    }

    @Test
    void failuresAreClaims() {
        assertThat(Claim.ofSession(null)).isEqualTo(Claim.COMMITTED);
        assertThat(Claim.ofSession(new CommitOutcomeUnknownException("", null, CompletableFuture::new)))
                .isEqualTo(Claim.UNKNOWN);
        assertThat(Claim.ofSession(new ConnectionLostException("", true, null))).isEqualTo(Claim.ROLLED_BACK);
        assertThat(Claim.ofStatement(new ConnectionLostException("", true, null)))
                .isEqualTo(Claim.UNKNOWN);
        assertThat(Claim.ofStatement(new ConnectionLostException("", false, null)))
                .isEqualTo(Claim.ROLLED_BACK);
    }
}

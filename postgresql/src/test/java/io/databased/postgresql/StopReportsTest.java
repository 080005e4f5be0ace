package io.databased.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What has stopped a statement, where the server's words do not tell. */
@Tag("R19")
@Tag("R20")
final class StopReportsTest {
    private final StopReports reports = new StopReports();

    private static PgException stopped(String words, String routine, String line) {
        return new PgException(
                words,
                "FEHLER",
                "57014",
                null,
                null,
                null,
                null,
                null,
                null,
                "postgres.c",
                line,
                routine,
                null,
                null,
                null,
                null,
                null);
    }

    private boolean isTimeout(String line, boolean meant, boolean exposed) {
        return reports.isTimeout(stopped("storniert", "ProcessInterrupts", line), meant, exposed);
    }

    /** It runs again then, and tells its time limit if it meets that once more. */
    @Test
    void whatMayHaveMetTheSignalForAnotherIsNoTimeout() {
        assertThat(isTimeout("1", false, true)).isFalse();
        assertThat(isTimeout("1", false, false)).isTrue();
    }

    @Test
    void theLineThatHasAnsweredASignalIsThatOfSignals() {
        assertThat(isTimeout("2", true, true)).isFalse();
        assertThat(isTimeout("2", false, false)).isFalse();
        assertThat(isTimeout("1", false, false)).isTrue();
    }

    @Test
    void englishWordsTellByThemselves() {
        PgException late = stopped("canceling statement due to statement timeout", "ProcessInterrupts", "2");
        PgException asked = stopped("canceling statement due to user request", "ProcessInterrupts", "1");

        assertThat(reports.isTimeout(late, true, true)).isTrue();
        assertThat(reports.isTimeout(asked, false, false)).isFalse();
        assertThat(isTimeout("2", false, false)).isTrue();
    }

    /** Servers that only resemble PostgreSQL name no routine. */
    @Test
    void nothingElseIsATimeout() {
        assertThat(reports.isTimeout(stopped("Schluss", "exec_stmt_raise", "1"), false, false))
                .isFalse();
        assertThat(reports.isTimeout(new IllegalStateException(), false, false)).isFalse();
    }
}

package io.databased.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SilentErrorsTest {
    @Test
    @Tag("R37")
    void keepsNoValueInMessagesOrCauses() {
        try (H2 h2 = new H2()) {
            h2.execute("CREATE TABLE p (id varchar primary key, n int check (n > 0))");
            h2.execute("CREATE TABLE c (p varchar references p)");
            h2.execute("INSERT INTO p VALUES ('CANARY', 1)");

            assertSilent(h2.refused("INSERT INTO p VALUES (?, 1)", "CANARY"), Kind.UNIQUE, "PRIMARY_KEY");
            assertSilent(h2.refused("INSERT INTO c VALUES (?)", "CANARY2"), Kind.FOREIGN_KEY, "CONSTRAINT");
            h2.execute("INSERT INTO c VALUES ('CANARY')");
            assertSilent(h2.refused("DELETE FROM p WHERE id = ?", "CANARY"), Kind.FOREIGN_KEY, "CONSTRAINT");
            assertSilent(h2.refused("INSERT INTO p VALUES (?, -1)", "CANARY3"), Kind.CHECK, "CONSTRAINT");
            assertSilent(h2.refused("SELECT CAST(? AS int)", "CANARY"), Kind.DATA, "Data conversion error");
            assertSilent(h2.refused("SELECT CAST(? AS date)", "CANARY"), Kind.DATA, "Cannot parse");
            assertSilent(h2.refused("SELECT 1/CAST(? AS int)", 0), Kind.DATA, "Division by zero");
            assertSilent(h2.refused("INSERT INTO p VALUES (?, ?)", null, 1), Kind.NOT_NULL, "ID");
            assertSilent(h2.refused("SELECT * FROM missing WHERE x = ?", "CANARY"), Kind.OBJECT, "MISSING");
            assertSilent(h2.refused("SELEC ?", "CANARY"), Kind.SYNTAX, "SELEC");
        }
    }

    private static void assertSilent(BackendException failure, Kind kind, String named) {
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.getMessage()).contains(named).doesNotContain("; SQL statement");
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("CANARY");
        }
    }
}

package io.databased.mysql;

import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.StatementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements that the server does not prepare, or that are not to be prepared, go as text. */
class TextStatementsTest extends MySqlDatabase {
    @BeforeEach
    void create() {
        execute("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(5))");
    }

    /** The server says so of a statement when it is asked to prepare it, and a routine says so when it has run for a while. */
    @Test
    void whatFailsWhileItRunsIsNotRunTwice() {
        execute("CREATE TABLE runs (id INT AUTO_INCREMENT PRIMARY KEY)");
        execute("CREATE PROCEDURE signals() BEGIN INSERT INTO runs VALUES ();"
                + " SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = 1295, MESSAGE_TEXT = 'mine'; END");
        StatementException failure = failure(database().execute("CALL signals()"), StatementException.class);
        assertThat(failure).hasMessageContaining("mine");
        assertThat(count(database(), "runs")).isEqualTo(1);
    }
}

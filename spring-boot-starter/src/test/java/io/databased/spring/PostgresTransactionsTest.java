package io.databased.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.StatementException;
import io.databased.servers.PostgresServer;
import io.databased.spring.app.Work.Broken;
import org.junit.jupiter.api.Test;

class PostgresTransactionsTest extends TransactionCases {
    private final String url = PostgresServer.shared().createDatabase();

    @Override
    String url() {
        return url;
    }

    @Override
    String slowStatement() {
        return "SELECT pg_sleep(60)";
    }

    @Test
    void requiresNewIsCommittedWhateverBecomesOfTheOneAround() {
        assertThatThrownBy(() -> work.requiredThen(
                        () -> {
                            add("outer");
                            work.requiresNew(() -> add("audit"));
                        },
                        new Broken()))
                .isInstanceOf(Broken.class);
        assertThat(titles()).containsExactly("audit");
    }

    @Test
    void theServerIsToldTheIsolation() {
        assertThat(work.serializable(() ->
                        queryable.fetchExactlyOne("SHOW transaction_isolation").getString("transaction_isolation")))
                .isEqualTo("serializable");
        assertThat(work.required(() ->
                        queryable.fetchExactlyOne("SHOW transaction_isolation").getString("transaction_isolation")))
                .isEqualTo("read committed");
    }

    @Test
    void aFailureAtTheCommitIsThrownAsItIs() {
        database.execute("ALTER TABLE films ADD CONSTRAINT once UNIQUE (year) DEFERRABLE INITIALLY DEFERRED");
        assertThatExceptionOfType(StatementException.class)
                .isThrownBy(() -> work.required(() -> {
                    add("one");
                    return add("two");
                }))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(StatementException.Kind.UNIQUE));
        database.execute("ALTER TABLE films DROP CONSTRAINT once");
        assertThat(titles()).isEmpty();
    }
}

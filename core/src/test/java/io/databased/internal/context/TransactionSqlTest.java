package io.databased.internal.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Isolation;
import io.databased.SessionOptions;
import io.databased.spi.Command.Control.Kind;
import io.databased.spi.StandardDialect;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R10")
class TransactionSqlTest {
    private final TransactionSql sql = new TransactionSql(new StandardDialect());

    @Test
    void controlsTheTransactionOfTheDatabaseAtDepthZero() {
        assertThat(sql.begin(0, SessionOptions.defaults()).sql()).isEqualTo("START TRANSACTION");
        assertThat(sql.commit(0).kind()).isEqualTo(Kind.COMMIT);
        assertThat(sql.commit(0).sql()).isEqualTo("COMMIT");
        assertThat(sql.rollback(0).sql()).isEqualTo("ROLLBACK");
    }

    @Test
    void asksForIsolationAndAccessMode() {
        SessionOptions options =
                SessionOptions.defaults().withIsolation(Isolation.SERIALIZABLE).withReadOnly();
        assertThat(sql.begin(0, options).sql()).isEqualTo("START TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY");
        assertThat(sql.begin(0, SessionOptions.defaults().withReadOnly()).sql())
                .isEqualTo("START TRANSACTION READ ONLY");
    }

    @Test
    @Tag("I1")
    @Tag("I2")
    void namesSavepointsByDepth() {
        for (int depth = 1; depth <= 100; depth++) {
            assertThat(sql.begin(depth, SessionOptions.defaults()).sql()).isEqualTo("SAVEPOINT databased_" + depth);
            assertThat(sql.commit(depth).sql()).isEqualTo("RELEASE SAVEPOINT databased_" + depth);
            assertThat(sql.rollback(depth).sql()).isEqualTo("ROLLBACK TO SAVEPOINT databased_" + depth);
            assertThat(sql.rollback(depth).kind()).isEqualTo(Kind.ROLLBACK_TO);
        }
    }
}

package io.databased.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Database;
import io.databased.DatabaseObserver;
import io.databased.StatementException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The snippet about observing. */
class ObserverSnippetTest {
    @Test
    void hearsWhatBecomesOfStatements() {
        List<String> log = new ArrayList<>();
        // tag::observer
        DatabaseObserver observer = new DatabaseObserver() {
            @Override
            public Observation statement(StatementInfo statement) {
                return new Observation() {
                    @Override
                    public void answered(long rows) {
                        log.add(statement.sql() + ": " + rows + " rows");
                    }

                    @Override
                    public void failed(Throwable failure, StatementException.Kind kind) {
                        log.add(statement.sql() + ": " + kind);
                    }
                };
            }
        };
        Database database =
                Database.builder("sqlite:///:memory:").observer(observer).build();
        // end::observer
        try (database) {
            database.connect().join();
            database.blocking().fetchAll("SELECT 1");
            assertThatThrownBy(() -> database.blocking().fetchAll("SELECT * FROM nowhere"))
                    .isInstanceOf(StatementException.class);
            assertThat(log).containsExactly("SELECT 1: 1 rows", "SELECT * FROM nowhere: OBJECT");
        }
    }
}

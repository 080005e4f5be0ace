package io.databased.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.Database;
import io.databased.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** H2 reads what begins with two slashes as a comment, as no other database does. */
class H2CommentsTest {
    @Test
    void isReadAsH2ReadsIt() {
        try (Database database = Database.of("jdbc:h2:mem:comments")) {
            database.connect().join();
            List<Row> rows = database.fetchAll(
                            "// it's :a\nSELECT 4 / :x AS a, // ? :b\r :y AS b // \"", Map.of("x", 2, "y", "https://c"))
                    .join();
            int statements = database.executeScript(
                            "CREATE TABLE t (a int); // it's; a\nINSERT INTO t VALUES (1); // x")
                    .join();

            assertThat(rows).hasSize(1);
            assertThat(rows.get(0).get("a", Integer.class)).isEqualTo(2);
            assertThat(rows.get(0).getString("b")).isEqualTo("https://c");
            assertThat(statements).isEqualTo(2);
        }
    }
}

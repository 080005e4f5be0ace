package io.databased.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.internal.sql.ParsedSql.Mark.Kind;
import io.databased.spi.SqlSyntax;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R22")
class MarkFinderTest {
    private static Kind kind(String sql) {
        return ParsedSql.parse(sql, SqlSyntax.mysql(), (index, value, place) -> "?")
                .mark()
                .kind();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SET x = 1", "SET @x = 1", "SET @@x = 1", "SET NAMES latin1"})
    void settingOfSomething(String sql) {
        assertThat(kind(sql)).isEqualTo(Kind.SETTING_OF_SOMETHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET LOCAL x = 1",
                "SET GLOBAL x = 1",
                "SET @@GLOBAL.x = 1",
                "SET PERSIST x = 1",
                "SET PERSIST_ONLY x = 1",
                "SET PASSWORD = 'a'",
                "SET DEFAULT ROLE a TO b",
                "SET RESOURCE GROUP a",
                "SET STATEMENT x = 1 FOR SELECT 1"
            })
    void settingThatIsKeptElsewhere(String sql) {
        assertThat(kind(sql)).isEqualTo(Kind.NONE);
    }
}

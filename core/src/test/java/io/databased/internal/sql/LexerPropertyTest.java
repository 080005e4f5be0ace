package io.databased.internal.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import io.databased.InvalidQueryException;
import io.databased.spi.SqlSyntax;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

@Tag("R36")
@Tag("I7")
@Execution(CONCURRENT)
class LexerPropertyTest {
    private static final String CANARY = "C4n4rY";
    private static final SqlSyntax[] SYNTAXES = {
        SqlSyntax.standard(),
        SqlSyntax.standard().with(SqlSyntax.Feature.SLASH_COMMENTS),
        SqlSyntax.sqlite(),
        SqlSyntax.postgresql(),
        SqlSyntax.mysql()
    };
    private static final String[] GARBAGE = {
        "'",
        "\"",
        "`",
        "[",
        "]",
        "$$",
        "$t$",
        "$",
        "/*",
        "*/",
        "--",
        "-- ",
        "#",
        "\n",
        "\r",
        "\\",
        "?",
        "??",
        ":",
        "::",
        ":=",
        ":a",
        ":1",
        "@",
        "@x",
        ";",
        "(",
        ")",
        "IN",
        "NOT",
        "SELECT",
        "BEGIN",
        "END",
        "CASE",
        "CREATE",
        "TRIGGER",
        "WITH",
        "E'",
        ".",
        "1",
        " ",
        "\0",
        "\ud83d",
        "\udc00",
        "/*!",
        "COPY",
        "STDIN",
        "INTO",
        "FOR",
        "UPDATE",
        "\uFEFF",
        "'" + CANARY + "'",
        "é"
    };

    @Test
    void findsExactlyTheMarkers() {
        Seeds.forEach(200_000, random -> {
            SqlSyntax syntax = SYNTAXES[random.nextInt(SYNTAXES.length)];
            SqlTexts texts = new SqlTexts(syntax, random);

            ParsedSql parsed = ParsedSql.parse(texts.text(), syntax, (index, value, place) -> "<" + index + ">");

            if (!parsed.sql().equals(texts.sent()) || parsed.parameterCount() != texts.markers()) {
                assertThat(parsed.sql()).as(syntax.toString()).isEqualTo(texts.sent());
                assertThat(parsed.parameterCount()).isEqualTo(texts.markers());
            }
        });
    }

    @Test
    void readsNothingInsideQuotesAsAKeyword() {
        Seeds.forEach(20_000, random -> {
            SqlSyntax syntax = SYNTAXES[random.nextInt(SYNTAXES.length)];
            String sql = new SqlTexts(syntax, random).text();

            assertThat(ParsedSql.parse(sql, syntax, (index, value, place) -> "?")
                            .kind())
                    .as(sql)
                    .isEqualTo(StatementKind.READ);
        });
    }

    @Test
    @Tag("R37")
    void refusesMalformedTextsWithATypedErrorThatHoldsNoValue() {
        Seeds.forEach(50_000, random -> {
            SqlSyntax syntax = SYNTAXES[random.nextInt(SYNTAXES.length)];
            String sql = random.nextBoolean() ? garbage(random) : truncated(syntax, random);
            try {
                bind(ParsedSql.parse(sql, syntax, (index, value, place) -> "?"), random);
            } catch (InvalidQueryException refused) {
                assertThat(refused).hasMessageNotContaining(CANARY);
            }
        });
    }

    private static String garbage(RandomGenerator random) {
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "SELECT " : "");
        int parts = random.nextInt(12);
        for (int i = 0; i < parts; i++) {
            text.append(Seeds.oneOf(random, GARBAGE)).append(random.nextBoolean() ? " " : "");
        }
        return text.toString();
    }

    private static String truncated(SqlSyntax syntax, RandomGenerator random) {
        String text = new SqlTexts(syntax, random).text();
        return text.substring(0, random.nextInt(text.length() + 1));
    }

    private static void bind(ParsedSql parsed, RandomGenerator random) {
        Object value = random.nextBoolean() ? CANARY + "\0" : List.of(CANARY, CANARY + "\ud800");
        int places = Math.max(0, parsed.parameterCount() + random.nextInt(3) - 1);
        switch (random.nextInt(3)) {
            case 0 -> parsed.bind(Map.of("a", value));
            case 1 -> parsed.bind(Collections.nCopies(places, value));
            default -> parsed.bindBatch(Arrays.asList(Map.of("a", value), List.of(value), CANARY, null));
        }
    }
}

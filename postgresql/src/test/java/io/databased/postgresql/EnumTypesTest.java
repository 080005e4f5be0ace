package io.databased.postgresql;

import static io.databased.Sql.sql;
import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.StatementException;
import io.databased.StatementException.Kind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Java's enums in columns of an enum type, and of text. */
final class EnumTypesTest extends TypesTest {
    enum Mood {
        sad,
        ok,
        happy
    }

    record Feeling(
            @Nullable Mood mood,
            Mood @Nullable [] moods,
            @Nullable Mood word) {}

    @BeforeAll
    void create() {
        execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')");
        execute("CREATE TABLE feelings (mood mood, moods mood[], word text, words text[])");
    }

    @BeforeEach
    void clear() {
        execute("DELETE FROM feelings");
    }

    private Feeling feeling() {
        return await(database.fetchOne(
                        sql("SELECT mood, moods, word FROM feelings").mapTo(Feeling.class)))
                .orElseThrow();
    }

    @Test
    void aConstantFitsBothAnEnumAndText() {
        execute("INSERT INTO feelings (mood, word) VALUES (?, ?)", Mood.happy, Mood.sad);
        assertThat(feeling().mood()).isEqualTo(Mood.happy);
        assertThat(feeling().word()).isEqualTo(Mood.sad);
        assertThat(read("(SELECT mood FROM feelings WHERE mood > ?)", Mood.sad)).isEqualTo("happy");
    }

    @Test
    void anArrayOfConstantsFitsBoth() {
        Mood[] moods = {Mood.ok, null, Mood.happy};
        execute("INSERT INTO feelings (moods, words) VALUES (?, ?)", moods, moods);
        assertThat(feeling().moods()).containsExactly(moods);
        assertThat(read(Mood[].class, "(SELECT words FROM feelings)")).containsExactly(moods);
    }

    @Test
    void soDoesAnEmptyOne() {
        execute("INSERT INTO feelings (moods, words) VALUES (?, ?)", new Mood[0], new Mood[] {null});
        assertThat(feeling().moods()).isEmpty();
        assertThat(read("(SELECT words FROM feelings)")).isEqualTo(list((Object) null));
    }

    @Test
    void constantsAreFoundInListsAndArrays() {
        execute("INSERT INTO feelings (mood) VALUES (?), (?), (?)", Mood.sad, Mood.ok, Mood.happy);
        assertThat(await(database.fetchAll(
                        "SELECT mood FROM feelings WHERE mood IN (:moods)",
                        Map.of("moods", List.of(Mood.sad, Mood.ok)))))
                .hasSize(2);
        assertThat(await(database.fetchAll(
                        "SELECT mood FROM feelings WHERE mood = ANY(:moods)",
                        Map.of("moods", new Mood[] {Mood.sad, Mood.happy}))))
                .hasSize(2);
        assertThat(await(database.fetchAll(
                        "SELECT mood FROM feelings WHERE mood = ANY(:moods)", Map.of("moods", new Mood[0]))))
                .isEmpty();
    }

    @Test
    void aBatchTakesConstantsAndNulls() {
        await(database.executeMany(
                "INSERT INTO feelings (mood, moods) VALUES (?, ?)",
                List.of(
                        list(null, null),
                        list(Mood.ok, new Mood[0]),
                        list(Mood.sad, new Mood[] {Mood.ok}),
                        list(null, new Mood[] {null}))));
        assertThat(read("(SELECT count(mood) + count(moods) FROM feelings)")).isEqualTo(5L);
    }

    @Test
    void aTextIsAConstantWhereTheServerTakesOne() {
        execute("INSERT INTO feelings (mood) VALUES (?)", "happy");
        assertThat(feeling().mood()).isEqualTo(Mood.happy);
        execute("UPDATE feelings SET mood = CAST(? AS mood) WHERE mood = ?", "ok", "happy");
        assertThat(feeling().mood()).isEqualTo(Mood.ok);
        StatementException refusal = refusal("UPDATE feelings SET mood = concat(?, '')", "happy");
        assertThat(refusal.kind()).isEqualTo(Kind.OBJECT);
        assertThat(refusal)
                .hasMessageContaining("column \"mood\" is of type mood but expression is of type text")
                .hasMessageContaining("cast(:name AS");
    }

    @Test
    @Tag("R37")
    void aWordThatIsNoConstantIsNotQuoted() {
        StatementException refusal = refusal("INSERT INTO feelings (mood) VALUES (?)", "furious");
        assertThat(refusal.kind()).isEqualTo(Kind.DATA);
        quotesNothing(refusal, "furious");
    }
}

package io.databased;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.databased.DatabaseUrl.Host;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R36")
@Tag("R37")
class DatabaseUrlRefusalTest {
    @ParameterizedTest
    @Tag("D2")
    @ValueSource(
            strings = {"", "sqlite", "sqlite:", ":memory:", "sqlite:///a://b", "://", "sqlite:/x", "sqlite://a://b?c=d"
            })
    void refusesAnythingButOneSeparator(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text)).isInstanceOf(InvalidUrlException.class);
    }

    @Test
    void tellsAPlaceholderThatNobodyHasFilled() {
        assertThatThrownBy(() -> DatabaseUrl.parse("${CANARY}"))
                .hasMessage(
                        "invalid database URL: a placeholder (offset 0); nobody has put the value in its place; is it"
                                + " set at all?");
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                arguments("4sql://h", "no scheme", 0),
                arguments("my_sql://h", "no scheme", 0),
                arguments("mysql://u:CANARY%@h", "malformed percent", 16),
                arguments("mysql://u:CANARY%4@h", "malformed percent", 16),
                arguments("mysql://u:CANARY%zz@h", "malformed percent", 16),
                arguments("mysql://u:CANARY%+1@h", "malformed percent", 16),
                arguments("mysql://u:CANARY%00@h", "a control character", 10),
                arguments("postgresql://h/d%00options%00-c", "a control character", 15),
                arguments("mysql://h/d?x=CANARY%0A", "a control character", 14),
                arguments("mysql://u:CANARY%C2%85@h", "a control character", 10),
                arguments("mysql://u:CANARY\0@h", "a control character", 10),
                arguments("mysql://u:CANARY%FF@h", "not UTF-8", 10),
                arguments("mysql://u:CANARY%C0%80@h", "not UTF-8", 10),
                arguments("mysql://u:CANARY%ED%A0%80@h", "not UTF-8", 10),
                arguments("mysql://u:CANARY\ud800@h", "a lone surrogate", 10),
                arguments("mysql://u:CANARY\udc00@h", "a lone surrogate", 10),
                arguments("mysql://u:CANARY @h", "white space", 16),
                arguments(" mysql://u:CANARY@h", "white space", 0),
                arguments("\tjdbc:h2:mem:CANARY", "white space", 0),
                arguments("\"mysql://u:CANARY@h\"", "quotes around it", 0),
                arguments("'jdbc:h2:mem:CANARY'", "quotes around it", 0),
                arguments("mysql://u:CANARY@h\n", "white space", 18),
                arguments("mysql://u:CANARY\u00a0@h", "white space", 16),
                arguments("mysql://u:CANARY#@h", "a # starts a fragment", 16),
                arguments("mysql://u:CANARY@@h", "an @ that", 17),
                arguments("mysql://u:5/CANARY@h/d", "an @ that", 18),
                arguments("mysql://u:5?x=CANARY@h/d", "an @ that", 20),
                arguments("mysql://u:CANARY/x@h/d", "an @ that", 18),
                arguments("mysql://u:CANARY:x@h/d", "a second :", 16),
                arguments("mysql://u:p@h:CANARY/d", "the port is not", 13),
                arguments("mysql://h:/d", "the port is not", 9),
                arguments("mysql://h:0/d", "the port is not", 9),
                arguments("mysql://h:65536/d", "the port is not", 9),
                arguments("mysql://h:123456/d", "the port is not", 9),
                arguments("mysql://h:-1/d", "the port is not", 9),
                arguments("mysql://::1/d", "the host is no name", 8),
                arguments("mysql://fe80::1:5432/d", "the host is no name", 8),
                arguments("mysql://[::1/d", "the host is no name", 8),
                arguments("mysql://[]/d", "the host is no name", 8),
                arguments("mysql://[host]/d", "the host is no name", 8),
                arguments("mysql://[::g]/d", "a malformed IPv6", 8),
                arguments("mysql://[::1]x/d", "the port is not", 13),
                arguments("mysql://h1,,h2/d", "a host of the list is empty", 11),
                arguments("mysql://h1,/d", "a host of the list is empty", 11),
                arguments("mysql://h%2Fx/d", "a character that no host", 8),
                arguments("mysql://h;x/d", "a character that no host", 8),
                arguments("mysql://h/d?", "an option without =", 12),
                arguments("mysql://h/d?CANARY", "an option without =", 12),
                arguments("mysql://h/d?a=1&", "an option without =", 16),
                arguments("mysql://h/d?a=1&&b=2", "an option without =", 16),
                arguments("mysql://h/d?=CANARY", "an option without a name", 12),
                arguments("mysql://h/d?a=1&b=2&%61=CANARY", "an option that was given before", 20),
                arguments("sqlite://foo/CANARY", "an sqlite URL has no host", 9),
                arguments("sqlite://u:CANARY@/x", "an sqlite URL has no host", 9),
                arguments("jdbc:", "no sub-protocol", 5),
                arguments("jdbc://CANARY", "no sub-protocol", 5),
                arguments("jdbc:CANARY", "no sub-protocol", 5));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    @Tag("I4")
    void saysReasonAndOffsetButNotTheInput(String text, String reason, int offset) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isExactlyInstanceOf(InvalidUrlException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("(offset " + offset + ")")
                .hasMessageNotContaining("CANARY")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://CANARY/d?host=h",
                "postgresql://CANARY@h/d?user=u",
                "postgresql://u:CANARY@h/d?password=CANARY",
                "postgresql://h/CANARY?dbname=d",
                "postgresql://h:1/CANARY?port=2",
                "postgresql://h/CANARY?port=1,2",
                "postgresql://h/CANARY?port=x",
                "postgresql://h/CANARY?port=",
                "postgresql:///d?host=CANARY,",
                "postgresql:///d?host=CANARY;",
                "jdbc:h2:CANARY\0",
            })
    void refusesContradictionsWithoutTheInput(String text) {
        assertThatThrownBy(() -> DatabaseUrl.parse(text))
                .isExactlyInstanceOf(InvalidUrlException.class)
                .hasMessageNotContaining("CANARY")
                .hasNoCause();
    }

    @Test
    void aUrlOfR2dbcIsOursWithoutItsPrefix() {
        assertThatThrownBy(() -> DatabaseUrl.parse("r2dbc:postgresql://u:CANARY@h/d"))
                .hasMessageContaining("leave r2dbc: out, and write postgresql://… or mysql://…")
                .hasMessageNotContaining("CANARY");
        assertThatThrownBy(() -> DatabaseUrl.parse("h2:mem:d")).hasMessageContaining("JDBC driver begins with jdbc:");
    }

    @Test
    void proposesTheSlashesThatAnSqliteUrlLacks() {
        assertThatThrownBy(() -> DatabaseUrl.parse("sqlite://app.db"))
                .hasMessageContaining("did you mean three slashes");
    }

    @Test
    void saysWhatIsMissingWhereThereIsNoUrl() {
        assertThatThrownBy(() -> DatabaseUrl.parse(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage(
                        "the database URL is null; if it comes from the environment or from a property, that is not set");
    }

    @Test
    void saysHowUrlsOfDriversBegin() {
        for (String url : List.of("h2:mem:movies", "file:movies.sqlite", "sqlite:movies")) {
            assertThatThrownBy(() -> DatabaseUrl.parse(url))
                    .as(url)
                    .hasMessageEndingWith("such as sqlite:///app.db; the URL of a JDBC driver begins with jdbc:");
        }
    }

    @Test
    void refusesAUrlThatIsTooLong() {
        String filler = "x".repeat(70_000);

        assertThatThrownBy(() -> DatabaseUrl.parse("mysql://h/" + filler)).hasMessageContaining("65536");
        assertThatThrownBy(() -> DatabaseUrl.parse("jdbc:h2:" + filler)).hasMessageContaining("65536");
        assertThatThrownBy(() -> DatabaseUrl.ofScheme("mysql").withDatabase(filler))
                .hasMessageContaining("65536");
        assertThat(DatabaseUrl.parse("mysql://h/" + filler.substring(0, 65_000)).database())
                .isPresent();
    }

    @Test
    void refusesPartsThatNoUrlMayHold() {
        DatabaseUrl url = DatabaseUrl.ofScheme("postgresql");

        Stream.<Runnable>of(
                        () -> url.withUser("CANARY\0"),
                        () -> url.withPassword("CANARY\n"),
                        () -> url.withPassword("CANARY\ud83d"),
                        () -> url.withDatabase("CANARY\u0085"),
                        () -> url.withOption("", "CANARY"),
                        () -> url.withOption("x", "CANARY\0"),
                        () -> url.withOption("CANARY\0", "x"),
                        () -> url.withOption("password", "CANARY"),
                        () -> url.withHost("CANARY/x"),
                        () -> url.withHost("/CANARY\0"),
                        () -> url.withHost("CANARY", 0),
                        () -> url.withHosts(List.of(new Host("CANARY"), new Host(""))),
                        () -> url.withScheme("CANARY_"),
                        () -> url.withUser("CANARY").withScheme("sqlite"),
                        () -> new Host("CANARY", OptionalInt.of(65_536)))
                .forEach(change -> assertThatThrownBy(change::run)
                        .isExactlyInstanceOf(InvalidUrlException.class)
                        .hasMessageNotContaining("CANARY"));
    }
}

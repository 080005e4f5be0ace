package io.databased;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlOptionsTest {
    private static final Set<String> KNOWN = Set.of("busy_timeout", "journal_mode", "mode");

    @Test
    void readsWholeNumbers() {
        assertThat(withOption("10").intOption("x", 1, 10)).contains(10);
        assertThat(withOption("-2").intOption("x", -2, 10)).contains(-2);
        assertThat(withOption("1").intOption("y", 1, 10)).isEmpty();
    }

    @ParameterizedTest
    @Tag("R37")
    @ValueSource(strings = {"", "11", "0", "2147483648", "99999999999", "CANARY", "1.5", "+1", "-", "١"})
    void refusesOtherNumbersWithoutTheValue(String value) {
        assertThatThrownBy(() -> withOption(value).intOption("x", 1, 10))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessage("illegal value for option 'x' in the database URL; it takes a whole number from 1 to 10");
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "5s, PT5S", "2m, PT2M", "7, PT7S", "0, PT0S"})
    void readsDurations(String value, Duration duration) {
        assertThat(withOption(value).durationOption("x")).contains(duration);
    }

    @ParameterizedTest
    @Tag("R37")
    @ValueSource(strings = {"", "CANARY", "-1", "1.5s", "5 s", "s", "1d", "1000000000", "601", "5000"})
    void refusesOtherDurationsWithoutTheValue(String value) {
        assertThatThrownBy(() -> withOption(value).durationOption("x"))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("'x'")
                .hasMessageContaining("500ms, 5s, 2m")
                .hasMessageNotContaining("CANARY");
    }

    /** 5000 are 83 minutes, where five seconds are meant. */
    @ParameterizedTest
    @ValueSource(strings = {"601", "1000", "5000", "999999999"})
    void refusesLargeNumbersWithoutAUnit(String value) {
        assertThatThrownBy(() -> withOption(value).durationOption("x"))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("without a unit only up to 600")
                .hasMessageContaining("ms, s, m or h");
    }

    @ParameterizedTest
    @CsvSource({
        "timeout, acquire_timeout",
        "connectionTimeout, acquire_timeout",
        "max_idle, idle_timeout",
        "pool_size, max_size",
        "maximumPoolSize, max_size",
        "minimumIdle, min_size",
        "ssl, sslmode",
        "useSSL, sslmode",
        "maxPoolSize, max_size",
        "connection_limit, max_size",
        "pool_timeout, acquire_timeout",
        "requireSSL, sslmode",
        "verifyServerCertificate, sslmode",
        "trustCertificateKeyStoreUrl, sslrootcert"
    })
    void namesWhatOtherPoolsCallOtherwise(String theirs, String ours) {
        Set<String> known = Set.of(
                "acquire_timeout", "connect_timeout", "idle_timeout", "max_size", "min_size", "sslmode", "sslrootcert");
        assertThatThrownBy(
                        () -> DatabaseUrl.parse("mysql://h/d?" + theirs + "=5").requireKnownOptions(known))
                .hasMessageContaining("did you mean '" + ours + "'?");
    }

    @ParameterizedTest
    @CsvSource({
        "statement_timeout, statementTimeout(…)",
        "socketTimeout, statementTimeout(…)",
        "socket_timeout, statementTimeout(…)",
        "queryTimeout, statementTimeout(…)",
        "currentSchema, connectionInitSql(…)",
        "search_path, connectionInitSql(…)"
    })
    void namesWhereItIsSetOtherwise(String theirs, String method) {
        assertThatThrownBy(() -> DatabaseUrl.parse("postgresql://h/d?" + theirs + "=5")
                        .requireKnownOptions(Set.of("connect_timeout")))
                .hasMessage("unknown option '" + theirs + "' in the database URL; it is set by " + method
                        + " of Database.builder(url)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serverTimezone|leave it out: the time zone of each connection is UTC",
                "connectionTimeZone|leave it out: the time zone of each connection is UTC",
                "characterEncoding|leave it out: texts are always sent as UTF-8",
                "client_encoding|leave it out: texts are always sent as UTF-8",
                "allowPublicKeyRetrieval|leave it out: without TLS the password is encrypted with the server's key,"
                        + " which is asked for",
                "rewriteBatchedStatements|leave it out: executeMany(…) sends all rows together",
                "reWriteBatchedInserts|leave it out: executeMany(…) sends all rows together",
                "cachePrepStmts|leave it out: statements are prepared, and stay so, by themselves",
                "autoReconnect|leave it out: lost connections are replaced by themselves",
                "allowMultiQueries|leave it out: executeScript(…) runs several statements",
                "sessionVariables|it is set by connectionInitSql(…) of Database.builder(url)",
                "loginTimeout|it is set by loginTimeout(…) of PoolOptions",
                "password|write it as a part of the URL: scheme://user:password@host/database",
                "cache|leave it out: all connections of one Database see the same data",
                "channel_binding|leave it out: sslmode=verify-full checks the server",
                "gssEncMode|leave it out: encryption is by TLS, see sslmode",
            })
    void whatOtherDriversTakeIsRefusedWithWhatToDo(String theirs, String remedy) {
        assertThatThrownBy(() -> DatabaseUrl.parse("mysql://h/d?" + theirs + "=CANARY")
                        .requireKnownOptions(Set.of("connect_timeout", "sslmode")))
                .hasMessage("unknown option '" + theirs + "' in the database URL; " + remedy);
    }

    @Test
    void aSwitchForTlsIsToldTheModes() {
        assertThatThrownBy(() -> DatabaseUrl.parse("mysql://h/d?useSSL=false").requireKnownOptions(Set.of("sslmode")))
                .hasMessageEndingWith("; did you mean 'sslmode'? It takes disable, require, verify-ca or verify-full");
    }

    @Test
    void whoPreparesNothingMayHaveAPgBouncer() {
        assertThatThrownBy(() -> DatabaseUrl.parse("postgresql://h/d?prepareThreshold=0")
                        .requireKnownOptions(Set.of("pgbouncer")))
                .hasMessageEndingWith("stay so, by themselves; if there is a PgBouncer in front, write pgbouncer=true");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "ON, true", "yes, true", "1, true", "false, false", "Off, false", "no, false", "0, false"
    })
    void readsSwitches(String value, boolean on) {
        assertThat(withOption(value).booleanOption("x")).contains(on);
    }

    @Test
    @Tag("R37")
    void refusesOtherSwitchesWithoutTheValue() {
        assertThatThrownBy(() -> withOption("CANARY").booleanOption("x"))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("'x'")
                .hasMessageNotContaining("CANARY");
    }

    @Test
    void acceptsKnownOptions() {
        DatabaseUrl url = DatabaseUrl.parse("sqlite:///x?mode=ro&busy_timeout=5s");

        url.requireKnownOptions(KNOWN);

        assertThat(url.option("mode")).contains("ro");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bussy_timeout|unknown option 'bussy_timeout' in the database URL; did you mean 'busy_timeout'?",
                "Journal_Mod|unknown option 'Journal_Mod' in the database URL; did you mean 'journal_mode'?",
                "cat|unknown option 'cat' in the database URL; known are: busy_timeout, journal_mode, mode",
            })
    @Tag("C6")
    void namesTheNearestKnownOption(String name, String message) {
        DatabaseUrl url = DatabaseUrl.ofScheme("sqlite").withOption(name, "CANARY");

        assertThatThrownBy(() -> url.requireKnownOptions(KNOWN))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @Tag("R37")
    @ValueSource(strings = {"p@CANARY", "CANARY wort", "CANARYCANARYCANARYCANARYCANARYCANARYCANARY"})
    void withholdsANameThatIsNone(String name) {
        DatabaseUrl url = DatabaseUrl.ofScheme("sqlite").withOption(name, "1");

        assertThatThrownBy(() -> url.requireKnownOptions(KNOWN))
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageStartingWith("unknown option (name withheld)")
                .hasMessageNotContaining("CANARY");
    }

    private static DatabaseUrl withOption(String value) {
        return DatabaseUrl.ofScheme("sqlite").withOption("x", value);
    }
}

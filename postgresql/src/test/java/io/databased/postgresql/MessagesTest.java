package io.databased.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.DatabaseMessage;
import io.databased.InvalidQueryException;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.spi.product.PostgresMessages;
import io.databased.testkit.Futures;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a refusal tells: the condition, the author's words, the names; and never a value. */
final class MessagesTest extends TypesTest {
    @BeforeAll
    void create() {
        execute("CREATE SCHEMA shop");
        execute("CREATE TABLE shop.items (id int PRIMARY KEY, name varchar(10) NOT NULL, price numeric(6,2),"
                + " CONSTRAINT dear CHECK (price > 0))");
        execute("CREATE FUNCTION pay(account text, amount numeric) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE"
                + " EXCEPTION 'insufficient funds' USING HINT = 'pay in first', DETAIL = account; END $$");
        execute("CREATE FUNCTION tell(what text) RETURNS int LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'no funds on %', what USING ERRCODE = 'AB123'; END $$");
        execute("CREATE FUNCTION check_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE unique_violation USING"
                + " MESSAGE = 'one item a day', CONSTRAINT = 'daily', TABLE = 'items'; END $$");
        execute("CREATE TABLE guarded (i int)");
        execute("CREATE TRIGGER guard BEFORE INSERT ON guarded FOR EACH ROW EXECUTE FUNCTION check_it()");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT 1/0 | 22012 | division by zero",
                "SELECT 1.0 % 0 | 22012 | division by zero",
                "SELECT 'secret'::int | 22P02 | invalid input syntax for type integer",
                "SELECT '{secret'::json | 22P02 | invalid input syntax for type json",
                "SELECT '2024-13-45'::date | 22008 | date/time field value out of range",
                "SELECT 'secret'::date | 22007 | invalid input syntax for type date",
                "SELECT 99999999999::int | 22003 | integer out of range",
                "SELECT '99999999999'::int | 22003 | number out of range",
                "SELECT 99999999999::numeric(5,2) | 22003 | numeric field overflow",
                "INSERT INTO shop.items VALUES (1, 'secretsecret') | 22001 | value too long for type character"
                        + " varying(10)",
                "SELECT sqrt(-1) | 2201F | cannot take square root of a negative number",
                "SELECT ln(0) | 2201E | cannot take logarithm of zero",
                "SELECT substring('secret' FROM 1 FOR -1) | 22011 | negative substring length not allowed",
                "SELECT 'secret' ~ '(' | 2201B | invalid regular expression",
                "SELECT chr(0) | 54000 | null character not permitted",
                "SELECT lastval() | 55000 | lastval is not yet defined in this session",
                "SELECT (SELECT i FROM generate_series(1, 2) AS s(i)) | 21000 | more than one row returned by a"
                        + " subquery",
                "SELECT pay('a', 1) | P0001 | insufficient funds",
                "SELECT tell('the house') | AB123 | no funds on the house",
                "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '22012', MESSAGE = 'nothing to share'; END $$ | 22012 |"
                        + " nothing to share",
                "DO $$ BEGIN RAISE division_by_zero; END $$ | 22012 | division_by_zero",
                "DO $$ BEGIN ASSERT false, 'must hold'; END $$ | P0004 | must hold",
                "LOCK TABLE guarded | 25P01 | LOCK TABLE can only be used in transaction blocks",
                "DECLARE c CURSOR FOR SELECT 1 | 25P01 | DECLARE CURSOR can only be used in transaction blocks",
                "EXECUTE nobody | 26000 | prepared statement \"nobody\" does not exist",
                "DEALLOCATE nobody | 26000 | prepared statement \"nobody\" does not exist",
                "INSERT INTO guarded VALUES (1) | 23505 | one item a day"
            })
    void tellsTheConditionOrWhatTheAuthorSays(String statement, String state, String text) {
        StatementException refusal = refusal(statement);
        assertThat(refusal).hasMessageStartingWith(text);
        assertThat(refusal.sqlState()).contains(state);
        assertThat(message(refusal).text()).isNotEmpty();
        assertThat(beforeTheStatement(refusal)).doesNotContain("secret");
    }

    private static String beforeTheStatement(StatementException refusal) {
        String message = String.valueOf(refusal.getMessage());
        return message.substring(0, message.indexOf("; in: "));
    }

    private static DatabaseMessage message(StatementException refusal) {
        return refusal.databaseMessage().orElseThrow();
    }

    @Test
    void namesAreThereToAsk() {
        execute("INSERT INTO shop.items VALUES (7, 'tea', 1)");

        DatabaseMessage unique = message(refusal("INSERT INTO shop.items VALUES (7, 'tea', 1)"));
        assertThat(unique.constraint()).contains("items_pkey");
        assertThat(unique.schema()).contains("shop");
        assertThat(unique.table()).contains("items");
        assertThat(unique.detail()).contains("Key (id)=(7) already exists.");

        DatabaseMessage missing = message(refusal("INSERT INTO shop.items VALUES (8, NULL, 1)"));
        assertThat(missing.column()).contains("name");

        DatabaseMessage check = message(refusal("INSERT INTO shop.items VALUES (8, 'tea', -1)"));
        assertThat(check.constraint()).contains("dear");

        DatabaseMessage typo = message(refusal("SELECT nam FROM shop.items"));
        assertThat(typo.position()).hasValue(8);
        assertThat(typo.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("items.name"));

        DatabaseMessage raised = message(refusal("SELECT pay('a', 1)"));
        assertThat(raised.hint()).contains("pay in first");
        assertThat(raised.detail()).contains("a");
        DatabaseMessage custom = message(refusal("INSERT INTO guarded VALUES (1)"));
        assertThat(custom.constraint()).contains("daily");
        assertThat(custom.toString()).doesNotContain("daily");
    }

    @ParameterizedTest
    @Tag("R37")
    @CsvSource(
            delimiter = ';',
            value = {
                "SELECT tell(?); canary; no funds on canary",
                "SELECT tell(?); two words; no funds on two words",
                "SELECT CAST(? AS int); canary; canary",
                "SELECT CAST(? AS regclass); canary; canary",
                "SELECT set_config(?, '', false); canary; canary",
                "SELECT CAST(? AS mood_of_nobody); canary; mood_of_nobody",
                "SELECT nextval(?); canary; canary",
                "SELECT 'a' ~ ?; can[ary; invalid regular expression"
            })
    @Tag("X2")
    void aBoundValueIsInTheServersWordsOnly(String statement, String value, String text) {
        StatementException refusal = refusal(statement, value);
        assertThat(message(refusal).text()).contains(text);
        quotesNothing(refusal, value);
    }

    @Test
    @Tag("R37")
    void valuesOfEveryTypeAreKeptBack() {
        for (Object value : List.of(new BigDecimal("12.50"), 777L, LocalDate.of(2024, 2, 29), 'x', true)) {
            StatementException refusal = refusal("SELECT tell(CAST(? AS text) || '!')", value);
            assertThat(refusal.sqlState()).contains("AB123");
            assertThat(beforeTheStatement(refusal)).startsWith("no funds on …!");
        }
        assertThat(refusal("SELECT pay(?, ?)", "f", 1)).hasMessageStartingWith("insufficient funds (pay in first)");
    }

    @Test
    @Tag("R37")
    void theValuesOfABatchAreKeptBack() {
        execute("CREATE TABLE told (v text CHECK (tell(v) > 0))");
        StatementException refusal = Futures.failure(
                database.executeMany("INSERT INTO told VALUES (?)", List.of(List.of("x"), List.of("canary"))),
                StatementException.class);
        quotesNothing(refusal, "no funds on x");
        assertThat(refusal).hasMessageStartingWith("no funds on …");
    }

    @Test
    void everyStateOfTheServerHasItsWords() {
        assertThat(PostgresMessages.condition("22012")).isEqualTo("division by zero");
        assertThat(PostgresMessages.condition("40P01")).isEqualTo("deadlock detected");
        assertThat(PostgresMessages.condition("AB123")).isNull();
        assertThat(refusal("SELECT 1/0").kind()).isEqualTo(Kind.DATA);
    }

    /** What belongs ahead of a transaction, or outside of one. */
    @Test
    void tellsWhereAStatementBelongs() {
        assertThat(inSession("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"))
                .hasMessageContaining(
                        "; say it when the session is opened: SessionOptions.defaults().withIsolation(…)");
        assertThat(inSession("VACUUM")).hasMessageContaining("; run it outside of sessions: database.execute(…)");
        assertThat(Futures.failure(
                        database.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"), InvalidQueryException.class))
                .hasMessageContaining("SET TRANSACTION is for one transaction")
                .hasMessageContaining("withIsolation(…)");
        Futures.await(database.session(session -> session.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")));
        Futures.await(database.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"));
    }

    private StatementException inSession(String sql) {
        return Futures.failure(
                database.session(session -> session.execute("SELECT 1").thenCompose(first -> session.execute(sql))),
                StatementException.class);
    }
}

package io.databased;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.DatabaseUrl.Host;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseUrlTest {
    @Test
    void readsEveryPart() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://ann:pw@db:5433/app?sslmode=require&application_name=a%20b");

        assertThat(url.scheme()).isEqualTo("postgresql");
        assertThat(url.user()).contains("ann");
        assertThat(url.password()).contains("pw");
        assertThat(url.hosts()).containsExactly(new Host("db", 5433));
        assertThat(url.database()).contains("app");
        assertThat(url.options())
                .containsExactly(Map.entry("sslmode", "require"), Map.entry("application_name", "a b"));
        assertThat(url.option("sslmode")).contains("require");
        assertThat(url.option("other")).isEmpty();
    }

    @Test
    void readsAUrlThatIsNothingButItsScheme() {
        DatabaseUrl url = DatabaseUrl.parse("PostgreSQL://");

        assertThat(url).isEqualTo(DatabaseUrl.ofScheme("postgresql"));
        assertThat(url.user()).isEmpty();
        assertThat(url.password()).isEmpty();
        assertThat(url.hosts()).isEmpty();
        assertThat(url.database()).isEmpty();
        assertThat(url.options()).isEmpty();
    }

    @ParameterizedTest
    @Tag("D4")
    @CsvSource({
        "sqlite:///relative.db, relative.db",
        "sqlite:///a/b.db?mode=ro, a/b.db",
        "sqlite:////abs/x.db, /abs/x.db",
        "sqlite:////home/me@corp/x.db, /home/me@corp/x.db",
        "sqlite:///:memory:, :memory:",
        "sqlite:///C:/x.db, C:/x.db",
        "sqlite:///a%3A//b, a://b",
        "SQLITE:///a%3Fb%20c, a?b c",
    })
    void readsThePathOfAnSqliteFile(String text, String path) {
        DatabaseUrl url = DatabaseUrl.parse(text);

        assertThat(url.scheme()).isEqualTo("sqlite");
        assertThat(url.database()).contains(path);
        assertThat(DatabaseUrl.parse(url.toString())).isEqualTo(url);
    }

    @ParameterizedTest
    @Tag("D4")
    @CsvSource({"sqlite://", "sqlite:///", "sqlite://?mode=rw"})
    void readsATemporarySqliteDatabase(String text) {
        assertThat(DatabaseUrl.parse(text).database()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgres://h/d|postgresql://h/d",
                "mysql://[::1]:3306/d|mysql://[::1]:3306/d",
                "mysql://[fe80::1%25eth0]/d|mysql://[fe80::1%25eth0]/d",
                "postgresql://h1:1,h2,[::1]:3/d|postgresql://h1:1,h2,[::1]:3/d",
                "postgresql:///d|postgresql:///d",
                "postgresql://h/|postgresql://h",
                "postgresql://:5433/d|postgresql://:5433/d",
                "postgresql://@h|postgresql://h",
                "postgresql://u@/d|postgresql://u@/d",
                "postgresql://h/a/b|postgresql://h/a/b",
                "postgresql://h/a+b?x=c+d|postgresql://h/a%2Bb?x=c%2Bd",
                "postgresql://h/d?x=a=b|postgresql://h/d?x=a%3Db",
                "postgresql://h/d?x=|postgresql://h/d?x=",
                "postgresql://b\u00fccher/d|postgresql://b%C3%BCcher/d",
                "postgresql://%2Fvar%2Frun%2Fpostgresql/d|postgresql://%2Fvar%2Frun%2Fpostgresql/d",
                "postgresql:///d?host=/var/run/postgresql|postgresql://%2Fvar%2Frun%2Fpostgresql/d",
                "postgresql://?host=h1,h2&port=1,2&dbname=d&user=u|postgresql://u@h1:1,h2:2/d",
                "postgresql://h1,h2/d?port=7|postgresql://h1:7,h2:7/d",
                "postgresql:///d?port=7|postgresql://:7/d",
                "postgresql:///d?host=::1|postgresql://[::1]/d",
            })
    void writesTheOneSpelling(String text, String written) {
        assertThat(DatabaseUrl.parse(text)).hasToString(written);
        assertThat(DatabaseUrl.parse(written)).isEqualTo(DatabaseUrl.parse(text));
    }

    @Test
    void readsAUnixSocket() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://%2Frun%2Fpg:5433/app");

        assertThat(url.hosts()).hasSize(1);
        assertThat(url.hosts().get(0).socketDirectory()).contains("/run/pg");
        assertThat(url.hosts().get(0).port()).isEqualTo(OptionalInt.of(5433));
        assertThat(new Host("db").socketDirectory()).isEmpty();
    }

    @Test
    void decodesOnce() {
        DatabaseUrl url = DatabaseUrl.parse("mysql://a%40b:%2540%3A%2F%23%3F+@h/d");

        assertThat(url.user()).contains("a@b");
        assertThat(url.password()).contains("%40:/#?+");
    }

    @Test
    void tellsAnEmptyPasswordFromNone() {
        assertThat(DatabaseUrl.parse("mysql://u:@h").password()).contains("");
        assertThat(DatabaseUrl.parse("mysql://u@h").password()).isEmpty();
        assertThat(DatabaseUrl.parse("mysql://:pw@h").user()).isEmpty();
        assertThat(DatabaseUrl.parse("mysql://:pw@h").toStringWithPassword()).isEqualTo("mysql://:pw@h");
    }

    @Test
    void replacesEachPart() {
        DatabaseUrl url = DatabaseUrl.ofScheme("postgres")
                .withUser("ann")
                .withPassword("p@:/#?%")
                .withHosts(List.of(new Host("::1", 1), new Host("h2")))
                .withDatabase("app")
                .withOption("a", "1")
                .withOption("b", "2")
                .withOption("a", "3 &=")
                .withOption("c", "4")
                .withoutOption("b");

        assertThat(url.toStringWithPassword())
                .isEqualTo("postgresql://ann:p%40%3A%2F%23%3F%25@[::1]:1,h2/app?a=3%20%26%3D&c=4");
        assertThat(DatabaseUrl.parse(url.toStringWithPassword())).isEqualTo(url).hasSameHashCodeAs(url);
        assertThat(url.withScheme("MySQL")
                        .withHost("db", 3306)
                        .withoutPassword()
                        .withUser(""))
                .hasToString("mysql://db:3306/app?a=3%20%26%3D&c=4");
        assertThat(url.withHost("").hosts()).isEmpty();
        assertThat(url.withDatabase("").database()).isEmpty();
        assertThat(url.withPassword("other")).isNotEqualTo(url);
    }

    @Test
    void doesNotChange() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://h/d?a=1");
        url.withOption("b", "2");

        assertThat(url.options()).containsOnlyKeys("a");
        assertThatThrownBy(() -> url.options().put("b", "2")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> url.hosts().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @Tag("R37")
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://u:CANARY@h/d|mysql://u:***@h/d",
                "mysql://u:@h/d|mysql://u:***@h/d",
                "postgresql:///d?password=CANARY|postgresql://:***@/d",
                "mysql://h/d?password=CANARY|mysql://h/d?password=***",
                "mysql://h/d?sslPassword=CANARY&a=b|mysql://h/d?sslPassword=***&a=b",
                "sqlite:///x?hexkey=CANARY&foreign_keys=on|sqlite:///x?hexkey=***&foreign_keys=on",
                "mysql://h/d?a%70i_token=CANARY|mysql://h/d?api_token=***",
                "jdbc:h2:mem:test;PASSWORD=CANARY|jdbc:h2:***",
                "JDBC:postgresql://u:CANARY@h/d|jdbc:postgresql:***",
            })
    @Tag("X1")
    void masksSecrets(String text, String masked) {
        assertThat(DatabaseUrl.parse(text)).hasToString(masked);
    }

    @Test
    void keepsAJdbcUrlAsItIs() {
        DatabaseUrl url = DatabaseUrl.parse("jdbc:h2:file:/a b%41#;PASSWORD=x");

        assertThat(url.scheme()).isEqualTo("jdbc");
        assertThat(url.toJdbcUrl()).isEqualTo("jdbc:h2:file:/a b%41#;PASSWORD=x");
        assertThat(url.toStringWithPassword()).isEqualTo(url.toJdbcUrl());
        assertThat(DatabaseUrl.parse(url.toStringWithPassword())).isEqualTo(url);
        assertThat(DatabaseUrl.parse("jdbc:h2:mem:other")).isNotEqualTo(url);
        assertThatThrownBy(() -> url.withPassword("pw")).isInstanceOf(InvalidUrlException.class);
        assertThatThrownBy(() -> url.withScheme("mysql")).isInstanceOf(InvalidUrlException.class);
        assertThatThrownBy(() -> DatabaseUrl.ofScheme("jdbc")).isInstanceOf(InvalidUrlException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sqlite:///rel.db?journal_mode=wal|jdbc:sqlite:rel.db",
                "sqlite:////abs/x%20y.db|jdbc:sqlite:/abs/x y.db",
                "postgresql://u:pw@127.0.0.1:1,[::1]:2/a%2Fb|jdbc:postgresql://127.0.0.1:1,[::1]:2/a%2Fb",
                "postgresql://h1:1,localhost/d|jdbc:postgresql://h1:1,localhost/d?sslmode=verify-full"
                        + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory",
                "postgresql:///d|jdbc:postgresql://localhost/d",
                "postgresql://:7|jdbc:postgresql://localhost:7/",
                "postgresql://h/d?sslmode=verify-full&sslrootcert=/c a&socketFactory=evil&sslpassword=pw&application_name=x+y"
                        + "|jdbc:postgresql://h/d?sslmode=verify-full&sslrootcert=%2Fc%20a&ApplicationName=x%2By",
                "postgresql://h/d?sslmode=disable|jdbc:postgresql://h/d?sslmode=disable",
                "postgresql://h/d?sslmode=require|jdbc:postgresql://h/d?sslmode=require",
                "postgresql://h/d?sslmode=require&sslrootcert=c|jdbc:postgresql://h/d?sslmode=verify-ca&sslrootcert=c",
                "postgresql://h/d?sslmode=verify_ca&sslrootcert=system|jdbc:postgresql://h/d?sslmode=verify-ca"
                        + "&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory",
                "postgresql://h/d?sslmode=require&sslcert=c&sslkey=k|jdbc:postgresql://h/d?sslmode=require&sslcert=c&sslkey=k",
                "mysql://[::1]:3306/d?autoDeserialize=true&sslmode=REQUIRED|jdbc:mysql://[::1]:3306/d?sslMode=REQUIRED",
                "mysql:///d|jdbc:mysql://localhost/d",
                "mysql://h/d|jdbc:mysql://h/d?sslMode=VERIFY_IDENTITY",
                "mysql://h/d?sslmode=disable|jdbc:mysql://h/d?sslMode=DISABLED&allowPublicKeyRetrieval=true",
                "mysql://h/d?sslmode=verify-ca&sslrootcert=system|jdbc:mysql://h/d?sslMode=VERIFY_CA",
                "mysql://h/d?sslmode=verify-full|jdbc:mysql://h/d?sslMode=VERIFY_IDENTITY",
                "mariadb://localhost/d|jdbc:mariadb://localhost/d?sslMode=disable",
                "mariadb://h/d|jdbc:mariadb://h/d?sslMode=verify-full",
                "mariadb://h/d?sslmode=require|jdbc:mariadb://h/d?sslMode=trust",
                "mariadb://h/d?sslmode=verify-ca&sslrootcert=c|jdbc:mariadb://h/d?sslMode=verify-ca&serverSslCert=c",
            })
    void writesAJdbcUrlWithoutCredentials(String text, String jdbc) {
        assertThat(DatabaseUrl.parse(text.replace(" a&", "%20a&")).toJdbcUrl()).isEqualTo(jdbc);
    }

    @ParameterizedTest
    @CsvSource({
        "oracle://h/d",
        "postgresql://%2Frun%2Fpg/d",
        "postgresql://h/d?sslcrl=x",
        "postgresql://h/d?sslmode=prefer",
        "mysql://h/d?sslrootcert=ca.pem",
        "mysql://h/d?sslcert=c&sslkey=k",
        "mariadb://h/d?sslcert=c&sslkey=k",
        "mariadb://h/d?sslmode=on",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///a%3Fb",
        "sqlite:///:resource:http:%2F%2Fh",
    })
    void refusesAJdbcUrlThatWouldMeanSomethingElse(String text) {
        DatabaseUrl url = DatabaseUrl.parse(text);

        assertThatThrownBy(url::toJdbcUrl).isInstanceOf(InvalidUrlException.class);
    }
}

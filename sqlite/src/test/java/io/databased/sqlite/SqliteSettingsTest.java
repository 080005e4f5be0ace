package io.databased.sqlite;

import static io.databased.testkit.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.Credentials;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.InvalidUrlException;
import io.databased.Session;
import io.databased.SessionOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every SQLite connection is set to, asked of SQLite itself. */
final class SqliteSettingsTest {
    @TempDir
    Path folder;

    private static String setting(Session session, String name) {
        return String.valueOf(
                await(session.fetchOne("PRAGMA " + name)).orElseThrow().get(0));
    }

    @Test
    @Tag("R33")
    @Tag("S29")
    void writerAndReadersAreSetAlike() {
        try (Database database = await(
                Database.of("sqlite:///" + folder.resolve("movies.sqlite")).connect())) {
            for (SessionOptions options :
                    List.of(SessionOptions.defaults(), SessionOptions.defaults().withReadOnly())) {
                Session session = await(database.session(options).open());
                assertThat(setting(session, "journal_mode")).isEqualTo("wal");
                assertThat(setting(session, "foreign_keys")).isEqualTo("1");
                assertThat(setting(session, "synchronous")).isEqualTo("2");
                assertThat(setting(session, "trusted_schema")).isEqualTo("0");
                assertThat(Integer.parseInt(setting(session, "busy_timeout"))).isPositive();
                await(session.close());
            }
        }
    }

    @Test
    void credentialsAreRefusedWhereThereAreNoUsers() {
        DatabaseBuilder builder = Database.builder("sqlite:///:memory:")
                .credentials(() -> CompletableFuture.completedFuture(Credentials.ofPassword("secret")));

        assertThatThrownBy(builder::build)
                .isInstanceOf(InvalidUrlException.class)
                .hasMessageContaining("have no users")
                .hasMessageContaining("leave credentials(…) out");
    }
}

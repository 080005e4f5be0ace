package io.databased.reliability;

import static io.databased.testkit.Futures.await;
import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionFailedException;
import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.PoolOptions;
import io.databased.servers.RogueServer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that cannot be found, that speak slowly, stop in the middle of the login, or speak nonsense. */
@ExtendWith(Harness.class)
final class ConnectingTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    /** Enough for a login on a busy machine, and not for one that drips. */
    private static final Duration LATER = Duration.ofSeconds(4);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u@nowhere.invalid/d?sslmode=disable",
                "mariadb://u@nowhere.invalid/d?sslmode=disable",
                "jdbc:postgresql://nowhere.invalid/d?user=u",
                "jdbc:mariadb://nowhere.invalid/d?user=u"
            })
    @Tag("C2")
    void unknownHostFailsAndIsTriedAnewEachTime(String url) {
        Database database = waitingFor(SOON, url);

        for (int i = 0; i < 2; i++) {
            failure(database.connect(), ConnectionFailedException.class);
            assertThat(database.isConnected()).isFalse();
        }
    }

    /** All of them at the same time, for each takes seconds to be given up. */
    @Test
    @Tag("C4")
    @Tag("N33")
    void loginThatDripsIsGivenUpAndSucceedsOnceTheServerIsQuick() {
        List<Subject> subjects = Stream.of(Backend.values())
                .filter(backend -> backend != Backend.SQLITE)
                .map(Backend::subject)
                .toList();
        List<Database> databases = subjects.stream()
                .map(subject -> waitingFor(LATER, subject.url()))
                .toList();
        subjects.forEach(subject -> subject.proxy().dripping(Duration.ofMillis(100)));

        databases.stream()
                .map(Database::connect)
                .toList()
                .forEach(connecting -> failure(connecting, ConnectionFailedException.class));

        subjects.forEach(subject -> subject.proxy().heal());
        for (Database database : databases) {
            await(database.connect());
            await(database.fetchAll("SELECT 1"));
            await(database.disconnect());
        }
        subjects.forEach(Subject::awaitNoConnections);
        subjects.forEach(Subject::close);
    }

    /** What a server sends is cut at each byte of what it would say first, then it is noise of some length. */
    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "jdbc:postgresql", "jdbc:mariadb"})
    @Tag("C4")
    void serverThatStopsOrSpeaksNonsenseIsNotConnectedTo(String scheme) {
        AtomicInteger length = new AtomicInteger();
        Random random = new Random(4);
        try (RogueServer server = RogueServer.start(client -> {
            byte[] noise = new byte[length.get()];
            random.nextBytes(noise);
            client.send(noise);
        })) {
            boolean overJdbc = scheme.startsWith("jdbc");
            Database database = waitingFor(
                    SOON,
                    scheme + (overJdbc ? "://" : "://u@") + "127.0.0.1:" + server.port()
                            + (overJdbc ? "/d?user=u" : "/d?sslmode=disable"));
            for (int bytes = 0; bytes <= 256; bytes = bytes < 8 ? bytes + 1 : bytes * 2) {
                length.set(bytes);
                failure(database.connect(), DatabasedException.class);
            }
        }
    }

    private static Database waitingFor(Duration limit, String url) {
        return Database.builder(url)
                .pool(PoolOptions.builder()
                        .loginTimeout(limit)
                        .acquireTimeout(limit)
                        .build())
                .build();
    }
}

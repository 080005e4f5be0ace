package io.databased.mysql;

import static io.databased.testkit.Futures.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.databased.Credentials;
import io.databased.DatabaseUrl;
import io.databased.servers.RogueServer;
import io.databased.servers.RogueServer.Dialogue;
import io.databased.spi.BackendException;
import io.databased.spi.DatabaseBackend;
import io.databased.testkit.GivenUpLoginContract;
import io.databased.vertx.runtime.VertxRuntime;
import java.io.DataInputStream;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** Other databases use the same event loops, so that these go on. */
@Tag("C11")
final class GivenUpLoginTest implements GivenUpLoginContract {
    private final VertxRuntime others = new VertxRuntime();

    @BeforeEach
    void useEventLoops() throws BackendException {
        others.vertx();
    }

    @AfterEach
    void release() {
        await(others.release());
    }

    @Override
    public DatabaseBackend backend(int port, boolean tls, CompletionStage<Credentials> credentials) {
        String url = "mysql://app@127.0.0.1:" + port + "/app?sslmode=" + (tls ? "require" : "disable");
        return MySqlBackend.ofCredentials(DatabaseUrl.parse(url), () -> credentials);
    }

    @Override
    public Map<String, Script> silences() {
        return Map.of(
                "at once",
                client -> {},
                "in the middle of a packet",
                said(client -> client.send(new byte[] {9, 0})),
                "after its greeting",
                said(client -> new RogueMySql(client).greet("mysql_native_password")),
                "after another question",
                said(client -> {
                    RogueMySql rogue = new RogueMySql(client);
                    rogue.greet("mysql_native_password");
                    rogue.read();
                    rogue.send(2, "\u00FEcaching_sha2_password\0salt-of-20-characters\0".getBytes(ISO_8859_1));
                }),
                "while it is set up",
                said(client -> new RogueMySql(client).letIn()));
    }

    private static Script said(RogueServer.Script script) {
        return client ->
                script.run(new Dialogue(new DataInputStream(client.getInputStream()), client.getOutputStream()));
    }
}

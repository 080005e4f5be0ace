package io.databased.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

class RogueServerTest {
    @Test
    void followsItsScriptWithEachClient() {
        try (RogueServer server = RogueServer.start(client -> {
            client.readOpening();
            client.send("Zgarbage, not a reply".getBytes(StandardCharsets.US_ASCII));
        })) {
            String url = "jdbc:postgresql://127.0.0.1:" + server.port()
                    + "/any?user=any&sslmode=disable&gssEncMode=disable&loginTimeout=60";
            assertThatThrownBy(() -> DriverManager.getConnection(url)).hasMessageContaining("Protocol error");
            assertThatThrownBy(() -> DriverManager.getConnection(url)).hasMessageContaining("Protocol error");
            assertThat(server.accepted()).isEqualTo(2);
        }
    }
}

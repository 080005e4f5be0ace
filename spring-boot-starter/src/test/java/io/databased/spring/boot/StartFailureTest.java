package io.databased.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.servers.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

class StartFailureTest {
    private static FailureAnalysis analysis(String... properties) {
        Throwable failure = catchThrowable(() -> Starter.start(properties).close());
        assertThat(failure).isNotNull();
        FailureAnalysis analysis = new DatabaseStartFailureAnalyzer().analyze(failure);
        assertThat(analysis).as("of %s", failure).isNotNull();
        assertThat(analysis.getDescription() + analysis.getAction()).doesNotContain("secret");
        return analysis;
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void isReportedInPlaceOfAStackTrace(CapturedOutput output) {
        analysis("databased.url=postgress://ann:secret@localhost/films");

        assertThat(output.getOut())
                .contains("APPLICATION FAILED TO START", "did you mean 'postgresql'?", "Correct databased.url.")
                .doesNotContain("secret");
    }

    @Test
    void noUrl() {
        FailureAnalysis analysis = analysis();

        assertThat(analysis.getDescription()).contains("'default'", "no URL is set");
        assertThat(analysis.getAction()).contains("Set databased.url", "sqlite:///app.db");
    }

    @Test
    void noUrlOfANamedOne() {
        assertThat(analysis("databased.databases.orders.username=ann").getAction())
                .contains("Set databased.databases.orders.url");
    }

    @Test
    void anUnknownOption() {
        FailureAnalysis analysis = analysis("databased.url=sqlite:///:memory:?max_sise=3");

        assertThat(analysis.getDescription()).contains("did you mean 'max_size'?");
        assertThat(analysis.getAction()).isEqualTo("Correct databased.url.");
    }

    @Test
    void settingsThatDoNotFitTogether() {
        FailureAnalysis analysis =
                analysis("databased.url=sqlite:///:memory:", "databased.pool.min-size=9", "databased.pool.max-size=2");

        assertThat(analysis.getDescription()).contains("minSize 9 is above maxSize 2");
        assertThat(analysis.getAction()).contains("databased.*");
    }

    @Test
    void aPropertyThatIsNotThere() {
        Throwable failure =
                catchThrowable(() -> Starter.start("databased.url=sqlite:///:memory:", "databased.pool.max-sise=3")
                        .close());

        assertThat(failure).rootCause().hasMessageContaining("databased.pool.max-sise");
    }

    @Test
    void noFolder() {
        FailureAnalysis analysis = analysis("databased.url=sqlite:///no/such/folder/films.sqlite");

        assertThat(analysis.getDescription()).contains("its directory does not exist; create it first");
        assertThat(analysis.getAction()).isEqualTo("Correct the file in databased.url, or its folder.");
    }

    @Test
    void noDriver() {
        FailureAnalysis analysis = analysis("databased.url=jdbc:nosuch:secret");

        assertThat(analysis.getDescription()).contains("add the driver of the database");
        assertThat(analysis.getAction())
                .isEqualTo("Correct databased.url, and look whether the driver and the server are there.");
    }

    @Test
    void noServer() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        FailureAnalysis analysis = analysis(
                "databased.url=postgresql://ann:secret@127.0.0.1:" + port + "/films",
                "databased.pool.acquire-timeout=1s");

        assertThat(analysis.getDescription()).contains("127.0.0.1:" + port);
        assertThat(analysis.getAction()).contains("Start the server", "databased.url");
    }

    @Test
    void noSuchDatabase() {
        String url = PostgresServer.shared().url("no_such_database");
        FailureAnalysis analysis = analysis("databased.url=" + url, "databased.pool.acquire-timeout=1s");

        assertThat(analysis.getDescription()).contains("no_such_database");
        assertThat(analysis.getAction()).contains("Create the database");
    }

    @Test
    void noSuchUser() {
        String url = PostgresServer.shared().url("postgres").replace("postgres@", "no_such_user:secret@");
        FailureAnalysis analysis = analysis("databased.url=" + url, "databased.pool.acquire-timeout=1s");

        assertThat(analysis.getDescription()).contains("no_such_user");
        assertThat(analysis.getAction()).contains("databased.username");
    }
}

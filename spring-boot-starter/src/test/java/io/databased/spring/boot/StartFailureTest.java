package io.databased.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.databased.servers.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

class StartFailureTest {
    private static FailureAnalysis analysis(String... properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SimpleCommandLinePropertySource(
                        Stream.of(properties).map(property -> "--" + property).toArray(String[]::new)));
        Throwable failure = catchThrowable(() -> Starter.start(properties).close());
        assertThat(failure).isNotNull();
        FailureAnalysis analysis = new DatabaseStartFailureAnalyzer(environment).analyze(failure);
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

    @ParameterizedTest
    @CsvSource({
        "spring.datasource.url, jdbc:postgresql://db.example:5433/films?password=secret, postgresql://db.example:5433/films",
        "spring.datasource.url, jdbc:mysql://localhost/films, mysql://localhost/films",
        "spring.datasource.hikari.jdbc-url, jdbc:sqlite:films.db, sqlite:///films.db",
        "spring.datasource.url, jdbc:sqlite:/srv/films.db, sqlite:////srv/films.db",
        "spring.r2dbc.url, r2dbc:mariadb://localhost/films, mariadb://localhost/films",
        "spring.r2dbc.url, r2dbc:pool:postgresql://localhost/films, postgresql://localhost/films"
    })
    void theUrlIsInAPropertyOfOthers(String property, String theirs, String ours) {
        assertThat(analysis(property + "=" + theirs).getAction())
                .isEqualTo(property + " is set, which is for other libraries. Set databased.url=" + ours + ".");
    }

    @Test
    void theUrlInAPropertyOfOthersIsNotOneForUs() {
        assertThat(analysis("spring.datasource.url=jdbc:h2:mem:secret").getAction())
                .contains("Set databased.url too: with io.databased:databased-jdbc to the same URL");
        assertThat(analysis("spring.r2dbc.url=r2dbc:postgresql://ann:secret@localhost/films")
                        .getAction())
                .contains("Set databased.url too, for example to postgresql://localhost/app");
    }

    @Test
    void userAndPasswordAreInPropertiesOfOthers() {
        assertThat(analysis(
                                "spring.datasource.url=jdbc:postgresql://localhost/films",
                                "spring.datasource.username=ann",
                                "spring.datasource.password=secret")
                        .getAction())
                .endsWith("Set databased.url=postgresql://localhost/films, and databased.username and"
                        + " databased.password in place of spring.datasource.username and spring.datasource.password.");
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void isReportedWithWhatTheEnvironmentHas(CapturedOutput output) {
        analysis("spring.datasource.url=jdbc:postgresql://localhost/films");

        assertThat(output.getOut()).contains("Set databased.url=postgresql://localhost/films.");
    }

    @Test
    void noUrlOfANamedOne() {
        assertThat(analysis("databased.databases.orders.username=ann", "spring.r2dbc.url=r2dbc:mysql://localhost/films")
                        .getAction())
                .startsWith("Set databased.databases.orders.url, for example");
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

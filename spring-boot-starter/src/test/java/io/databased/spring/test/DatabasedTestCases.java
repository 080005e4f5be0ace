package io.databased.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.BlockingDatabase;
import io.databased.spring.app.Film;
import io.databased.spring.app.FilmService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.annotation.Transactional;

/** What {@code @DatabasedTest} promises, on a database that a subclass names. */
abstract class DatabasedTestCases {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Autowired
    FilmService films;

    @Autowired
    BlockingDatabase database;

    @LocalServerPort
    int port;

    @BeforeEach
    void nothingIsLeftOfOtherTests() {
        assertThat(films.all()).isEmpty();
        films.addAll(List.of(new Film("before each", 2000)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    @RepeatedTest(2)
    void whatRequestsCommitIsRolledBack() throws Exception {
        HttpResponse<String> added = send(at("/films")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("[{\"title\":\"Dune\",\"year\":2021}]")));
        assertThat(added.statusCode()).isEqualTo(200);

        assertThat(send(at("/films").GET()).body()).contains("Dune", "before each");
        assertThat(films.all()).hasSize(2);
    }

    @Test
    void soIsWhatTestsWriteThemselves() {
        films.addAll(List.of(new Film("Dune", 2021)));
        database.session(session -> session.execute("INSERT INTO films (title, year) VALUES ('Alien', 1979)"));
        database.execute("INSERT INTO films (title, year) VALUES ('Tenet', 2020)");

        assertThat(films.all()).hasSize(4);
    }

    @Test
    @Transactional
    void aTransactionOfTheTestIsInside() {
        films.addAll(List.of(new Film("Dune", 2021)));

        assertThat(films.all()).hasSize(2);
    }

    @Test
    void healthTellsThePoolAndNoSecret() throws Exception {
        HttpResponse<String> health = send(at("/actuator/health").GET());

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body())
                .contains(
                        "\"databased\":{",
                        "\"database\":\"" + database.dialect().name() + "\"")
                .contains("\"pool\":{\"size\":1", "\"waiting\":0", "\"max\":")
                .doesNotContain("secret");
    }

    @Test
    void metersHaveTheNamesOfHikari() throws Exception {
        for (String name : List.of("", ".active", ".idle", ".pending", ".max", ".min", ".timeout", ".acquire")) {
            HttpResponse<String> meter =
                    send(at("/actuator/metrics/hikaricp.connections" + name).GET());
            assertThat(meter.statusCode()).as(name).isEqualTo(200);
            assertThat(meter.body()).contains("\"pool\"", "default");
        }
    }
}

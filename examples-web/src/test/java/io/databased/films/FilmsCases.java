package io.databased.films;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spring.test.DatabasedTest;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The service over HTTP; each test is rolled back. */
@DatabasedTest
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class FilmsCases {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();

    @LocalServerPort
    int port;

    private HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Accept", path.startsWith("/actuator") ? "application/json" : "text/html")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> save(long id, String title, String year) throws Exception {
        String form = "title=" + URLEncoder.encode(title, StandardCharsets.UTF_8) + "&year=" + year;
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/films/" + id))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private long idOf(String title) throws Exception {
        String page =
                get("/?q=" + URLEncoder.encode(title, StandardCharsets.UTF_8)).body();
        Matcher link =
                Pattern.compile("/films/(\\d+)\">" + Pattern.quote(title) + "<").matcher(page);
        assertThat(link.find()).as(page).isTrue();
        return Long.parseLong(link.group(1));
    }

    @Test
    void listsTheFilmsPageByPage() throws Exception {
        assertThat(get("/").body())
                .contains("41 films", "Page 1 of 3", "rel=\"next\"")
                .doesNotContain("rel=\"prev\"");
        assertThat(get("/?page=3").body()).contains("Page 3 of 3").doesNotContain("rel=\"next\"");
        assertThat(get("/?page=99").body()).contains("Page 3 of 3");
        assertThat(get("/?page=-1").body()).contains("Page 1 of 3");
    }

    @Test
    void searchesWithoutRegardToCase() throws Exception {
        assertThat(get("/?q=great+TRAIN").body()).contains("1 film<", "The Great Train Robbery");
        assertThat(get("/?q=%25").body()).as("no wildcard").contains("0 films");
        assertThat(get("/?q=%27%3B--%3Cb%3E").body())
                .contains("0 films", "&lt;b&gt;")
                .doesNotContain("<b>");
    }

    @Test
    void showsTheCastInItsOrder() throws Exception {
        String page = get("/films/" + idOf("The Tramp")).body();

        assertThat(page).containsSubsequence("<h1>The Tramp</h1>", "1915", "Charlie Chaplin", "Edna Purviance");
    }

    /** Twice: what the first run has saved is gone. */
    @RepeatedTest(2)
    void savesAnEdit() throws Exception {
        long id = idOf("The Tramp");
        assertThat(get("/films/" + id + "/edit").body()).contains("value=\"The Tramp\"", "value=\"1915\"");

        assertThat(save(id, "  The Tramp & the <Dog>  ", "1916").body())
                .contains("<h1>The Tramp &amp; the &lt;Dog&gt;</h1>", "1916", "Charlie Chaplin");
        assertThat(get("/?q=tramp+%26").body()).contains("1 film<", "1916");
    }

    @Test
    void showsWhatIsWrongAndSavesNothing() throws Exception {
        long id = idOf("The Tramp");

        assertThat(save(id, " ", "1887").body()).contains("must not be blank", "must be greater than or equal to 1888");
        assertThat(save(id, "x".repeat(201), "").body()).contains("between 0 and 200", "must not be null");
        assertThat(save(id, "The Tramp", "soon").body()).contains("must be a year");
        assertThat(get("/films/" + id).body()).contains("<h1>The Tramp</h1>", "1915");
    }

    @Test
    void knowsWhatIsNotThere() throws Exception {
        assertThat(get("/films/0").statusCode()).isEqualTo(404);
        assertThat(get("/films/0/edit").body()).contains("There is no such page");
        assertThat(save(0, "New", "2000").statusCode()).isEqualTo(404);
    }

    @Test
    void isHealthyAndMeasured() throws Exception {
        assertThat(get("/actuator/health").body()).contains("\"databased\"", "\"pool\"", "\"UP\"");
        assertThat(get("/actuator/metrics/hikaricp.connections.max").statusCode())
                .isEqualTo(200);
    }
}

package io.databased.films;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.spring.test.DatabasedTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/** The pages in a browser, where one is installed. */
@Tag("chromium")
@DatabasedTest
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestPropertySource(properties = "databased.url=sqlite:///:memory:")
class BrowserTest {
    @LocalServerPort
    int port;

    @TempDir(cleanup = CleanupMode.NEVER) // the browser may still be tidying up there
    Path folder;

    @Test
    void somebodySearchesEditsAndFindsItAgain() throws Exception {
        try (Browser browser = Browser.start(folder)) {
            browser.open("http://127.0.0.1:" + port + "/");
            browser.read("41 films");
            Files.write(Path.of("films.png"), browser.screenshot());
            browser.write("input[name=q]", "tramp");
            browser.click("form[role=search] button");
            browser.read("1 film\n");
            browser.click("table a");
            browser.read("Charlie Chaplin");
            browser.click("a[href$=edit]");

            browser.write("#year", "1887");
            browser.click("form button");
            browser.read("must be greater than or equal to 1888");
            browser.write("#title", "The Tramp & the <Dog>");
            browser.write("#year", "1916");
            browser.click("form button");
            browser.read("Edna Purviance");
            browser.read("The Tramp & the <Dog>");
            browser.reload();
            browser.read("The Tramp & the <Dog>");
            browser.read("1916");

            browser.click("main p:last-child a:last-child");
            browser.write("input[name=q]", "<dog>");
            browser.click("form[role=search] button");
            browser.read("1 film\n");
            assertThat(Files.size(Path.of("films.png"))).isPositive();
        }
    }
}

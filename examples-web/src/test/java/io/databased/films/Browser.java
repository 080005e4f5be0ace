package io.databased.films;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One page in a Chromium without a window, used as a person would: by clicks and keys. Told by its DevTools protocol. */
final class Browser implements AutoCloseable {
    static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final JsonMapper json = new JsonMapper();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final WebSocket socket;

    private Browser(Process process, Path folder) throws IOException, InterruptedException {
        this.process = process;
        Path told = folder.resolve("DevToolsActivePort");
        until("the browser has started", () -> Files.exists(told) && lines(told).size() == 2);
        this.socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(page(lines(told).get(0))), new Answers())
                .join();
    }

    /** @param folder a new one, for its files */
    static Browser start(Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAM.toString(), "--headless", "--remote-debugging-port=0"));
        command.addAll(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"));
        command.addAll(List.of("--disable-background-networking", "--disable-component-update"));
        command.addAll(
                List.of("--window-size=900,900", "--hide-scrollbars", "--user-data-dir=" + folder, "about:blank"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("chromium.log").toFile())
                .start();
        try {
            return new Browser(process, folder);
        } catch (IOException | RuntimeException | InterruptedException e) {
            end(process);
            throw e;
        }
    }

    private String page(String port) throws IOException, InterruptedException {
        URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
        String pages = http.send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        for (JsonNode target : json.readTree(pages)) {
            if (target.path("type").asString().equals("page")) {
                return target.path("webSocketDebuggerUrl").asString();
            }
        }
        throw new IOException("The browser has no page: " + pages);
    }

    // ---- What a person does ----

    void open(String url) {
        tell("Page.navigate", Map.of("url", url));
    }

    void reload() {
        evaluate("window.stale = true");
        tell("Page.reload", Map.of("ignoreCache", true));
        waitFor("!window.stale");
    }

    /** Clicks into the middle of the element. */
    void click(String selector) {
        see(selector);
        JsonNode place = evaluate("(r => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector("
                + json.writeValueAsString(selector) + ").getBoundingClientRect())");
        for (String event : List.of("mousePressed", "mouseReleased")) {
            tell(
                    "Input.dispatchMouseEvent",
                    Map.of("type", event, "button", "left", "clickCount", 1, "x", place.get(0), "y", place.get(1)));
        }
    }

    /** Clicks into the field and writes over what is there. */
    void write(String selector, String text) {
        click(selector);
        evaluate("document.querySelector(" + json.writeValueAsString(selector) + ").select()");
        tell("Input.insertText", Map.of("text", text));
    }

    /** Waits until the element is there. */
    void see(String selector) {
        waitFor("document.querySelector(" + json.writeValueAsString(selector) + ")");
    }

    /** Waits until the page shows the text. */
    void read(String text) {
        waitFor("document.body.innerText.includes(" + json.writeValueAsString(text) + ")");
    }

    byte[] screenshot() {
        return Base64.getDecoder()
                .decode(tell("Page.captureScreenshot", Map.of("format", "png"))
                        .path("data")
                        .asString());
    }

    // ---- How ----

    private void waitFor(String condition) {
        String loaded = "document.readyState === 'complete' && !!(" + condition + ")";
        until(condition, () -> evaluate(loaded).asBoolean(false));
    }

    /** The value of an expression; missing while one page gives way to another. */
    private JsonNode evaluate(String expression) {
        return tell("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
                .path("result")
                .path("value");
    }

    private JsonNode tell(String method, Map<String, ?> parameters) {
        int number = numbers.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(number, answer);
        socket.sendText(json.writeValueAsString(Map.of("id", number, "method", method, "params", parameters)), true)
                .join();
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    static void until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        socket.abort();
        end(process);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly()
                .onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Collects the answers, which may come in several parts. */
    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonNode message = json.readTree(text.toString());
                text.setLength(0);
                CompletableFuture<JsonNode> answer =
                        asked.remove(message.path("id").asInt(0));
                if (answer != null) {
                    answer.complete(message.path("result"));
                }
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}

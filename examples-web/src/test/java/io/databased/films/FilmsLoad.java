package io.databased.films;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Callers that list, search, look at and edit films for a while, and what they waited. As a program: starts the application on
 * a new SQLite file, or on the database of {@code DATABASED_URL}, loads it for a minute (or for as many seconds as the first argument
 * says), and prints the latencies.
 */
final class FilmsLoad {
    private static final int CALLERS = 16;

    /** Of each ten requests. */
    private static final List<String> MIX =
            List.of("list", "search", "details", "details", "search", "details", "edit", "list", "details", "search");

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    private final String root;
    private final AtomicInteger requests = new AtomicInteger();
    private final Map<String, ConcurrentLinkedQueue<Long>> nanos = new TreeMap<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    FilmsLoad(String root) {
        this.root = root;
        MIX.forEach(kind -> nanos.put(kind, new ConcurrentLinkedQueue<>()));
    }

    /** @param arguments the number of seconds, if not 60 */
    public static void main(String... arguments) throws Exception {
        Duration time = Duration.ofSeconds(arguments.length == 0 ? 60 : Long.parseLong(arguments[0]));
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(FilmsApplication.class)
                .properties("server.port=0")
                .run(database())) {
            int port =
                    ((WebServerApplicationContext) application).getWebServer().getPort();
            FilmsLoad load = new FilmsLoad("http://127.0.0.1:" + port);
            load.run(time);
            System.out.println(load.report(time));
        }
    }

    /** Films are edited: not those that somebody has in the application's own file. */
    private static String[] database() throws IOException {
        return System.getenv("DATABASED_URL") != null
                ? new String[0]
                : new String[] {
                    "--databased.url=sqlite:///"
                            + Files.createTempDirectory("films").resolve("films.sqlite")
                };
    }

    void run(Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                running.add(callers.submit(() -> {
                    while (System.nanoTime() - end < 0) {
                        request(requests.getAndIncrement());
                    }
                    return null;
                }));
            }
            for (Future<?> caller : running) {
                caller.get(time.toSeconds() + 60, TimeUnit.SECONDS);
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private void request(int number) throws Exception {
        String kind = MIX.get(number % MIX.size());
        int id = 1 + number / MIX.size() % 40;
        HttpRequest request = switch (kind) {
            case "list" -> to("/?page=" + (1 + number % 3)).build();
            case "search" -> to("/?q=" + "aeiou".charAt(number % 5)).build();
            case "details" -> to("/films/" + id).build();
            default ->
                to("/films/" + id)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "title=Film+" + id + "&year=" + (1900 + number % 100)))
                        .build();
        };
        long start = System.nanoTime();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        nanos.get(kind).add(System.nanoTime() - start);
        if (response.statusCode() != (kind.equals("edit") ? 302 : 200)) {
            failures.add(kind + " " + request.uri() + ": " + response.statusCode());
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(root + path)).timeout(Duration.ofSeconds(60));
    }

    /** Requests that were not answered as they should be. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    int requests() {
        return requests.get();
    }

    String report(Duration time) {
        StringBuilder report = new StringBuilder("%,d requests by %d callers in %d s, %d failures%n"
                .formatted(requests(), CALLERS, time.toSeconds(), failures.size()));
        report.append("%-10s %10s %10s %10s %10s %10s%n".formatted("", "requests", "50 %", "95 %", "99 %", "longest"));
        nanos.forEach((kind, times) -> {
            long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
            report.append("%-10s %10d %10s %10s %10s %10s%n"
                    .formatted(
                            kind, sorted.length, at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1)));
        });
        return report.toString();
    }

    private static String at(long[] sorted, double part) {
        int index = Math.max(0, (int) Math.ceil(part * sorted.length) - 1);
        return sorted.length == 0 ? "-" : "%.1f ms".formatted(sorted[index] / 1e6);
    }
}

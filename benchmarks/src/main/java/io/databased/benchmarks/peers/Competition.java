package io.databased.benchmarks.peers;

import io.databased.DatabaseUrl;
import io.databased.benchmarks.Ratios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Matches against one server, nearby and far away, and what came of them. */
final class Competition {
    private static final long FAR_MILLIS = 1;

    private final DatabaseUrl url;
    private final boolean quick;
    private final List<String> without;
    private final String machine = Ratios.machine();
    private final List<Rounds.Outcome> outcomes = new ArrayList<>();

    /** Takes {@code quick} as an argument, and names of contestants to leave out, each after {@code without}. */
    Competition(DatabaseUrl url, String... arguments) {
        this.url = url;
        List<String> given = List.of(arguments);
        this.quick = given.contains("quick");
        this.without = new ArrayList<>(given.subList(Math.max(0, given.indexOf("without")), given.size()));
    }

    /** Plays all matches, then all again with a millisecond more each way, and prints the tables. */
    void run(List<Match> matches) throws IOException, InterruptedException, SQLException {
        String server;
        try (Movies movies = Movies.create(url)) {
            server = movies.server();
            play(url, movies, matches, quick ? new Rounds(1, 1, 200) : new Rounds(2, 5, 1000));
            try (DelayProxy far = DelayProxy.before(url, FAR_MILLIS)) {
                List<Match> again = matches.stream().map(Match::far).toList();
                play(far.url(), movies, again, quick ? new Rounds(0, 1, 200) : new Rounds(1, 3, 1000));
            }
        }
        System.out.println("\n" + server + ", " + Field.CONNECTIONS + " connections each; " + machine + "\n");
        System.out.println(new RatioTables(outcomes).markdown());
    }

    private void play(DatabaseUrl way, Movies movies, List<Match> matches, Rounds rounds)
            throws IOException, InterruptedException, SQLException {
        List<String> names = matches.stream()
                .flatMap(match -> match.names().stream())
                .distinct()
                .filter(name -> !without.contains(name))
                .toList();
        try (Field field = Field.open(way, names)) {
            field.check(movies);
            for (Match match : matches) {
                System.err.println(match.title());
                outcomes.add(rounds.play(match.among(field.contestants().keySet()), field.contestants()));
            }
        }
    }

    /** Draws the ratios; not after a quick run, which proves nothing. */
    void draw(Path file) throws IOException {
        if (!quick) {
            Files.writeString(file, new Chart(outcomes).svg());
        }
    }
}

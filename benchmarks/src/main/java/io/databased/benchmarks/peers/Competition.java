package io.databased.benchmarks.peers;

import io.databased.DatabaseUrl;
import io.databased.benchmarks.Ratios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Matches against one server, nearby and far away, and what came of them. */
final class Competition {
    private static final long FAR_MILLIS = 1;

    /** With a processor that it shares with the server, the JIT compiler has not done with sessions before. */
    private static final int WARM_UP = 12;

    private final DatabaseUrl url;
    private final boolean quick;
    private final String only;
    private final List<String> without;
    private final String machine = Ratios.machine();

    /**
     * @param arguments {@code quick} for a first look that proves nothing; {@code only} and a part of the titles of the
     *     matches that are played, nearby alone then; names of contestants to leave out, after the word {@code without}
     */
    Competition(DatabaseUrl url, String... arguments) {
        this.url = url;
        List<String> given = List.of(arguments);
        int leftOut = given.contains("without") ? given.indexOf("without") : given.size();
        this.quick = given.contains("quick");
        this.only = given.contains("only") ? given.get(given.indexOf("only") + 1) : "";
        this.without = given.subList(leftOut, given.size());
    }

    /**
     * Plays all matches, then all again with a millisecond more each way, and prints the tables.
     *
     * @param chart where to draw the ratios, if all were played, and not quickly; or null
     */
    void run(List<Match> all, @Nullable Path chart) throws IOException, InterruptedException, SQLException {
        List<Match> matches =
                all.stream().filter(match -> match.title().contains(only)).toList();
        try (Movies movies = Movies.create(url);
                DelayProxy proxy = DelayProxy.before(url, FAR_MILLIS)) {
            List<Rounds.Outcome> near =
                    play(url, movies, matches, quick ? new Rounds(1, 1, 200) : new Rounds(WARM_UP, 5, 1000));
            List<Rounds.Outcome> far = only.isEmpty()
                    ? play(
                            proxy.url(),
                            movies,
                            matches.stream().map(Match::far).toList(),
                            quick ? new Rounds(0, 1, 200) : new Rounds(1, 3, 1000))
                    : List.of();
            System.out.println(
                    "\n" + movies.server() + ", " + Field.CONNECTIONS + " connections each; " + machine + "\n");
            System.out.println(
                    new RatioTables(Stream.of(near, far).flatMap(List::stream).toList()).markdown());
            if (chart != null && !quick && only.isEmpty()) {
                Files.writeString(chart, new Chart(near, far).svg());
            }
        }
    }

    private List<Rounds.Outcome> play(DatabaseUrl way, Movies movies, List<Match> matches, Rounds rounds)
            throws IOException, InterruptedException, SQLException {
        List<String> names = matches.stream()
                .flatMap(match -> match.names().stream())
                .distinct()
                .filter(name -> !without.contains(name))
                .toList();
        List<Rounds.Outcome> outcomes = new ArrayList<>();
        try (Field field = Field.open(way, names)) {
            field.check(movies);
            for (Match match : matches) {
                System.err.println(match.title());
                outcomes.add(rounds.play(match.among(field.contestants().keySet()), field.contestants()));
            }
        }
        return outcomes;
    }
}

package io.databased.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long a JVM takes from its start to its end to read one row, ours and the driver by hand in turn. */
final class ColdStart {
    private final List<Double> ours = new ArrayList<>();
    private final List<Double> hand = new ArrayList<>();

    private ColdStart() {}

    static ColdStart measure(int runs) throws IOException, InterruptedException {
        ColdStart measured = new ColdStart();
        try (MovieFile file = new MovieFile("FULL")) {
            for (int run = 0; run < runs; run++) {
                measured.ours.add(millis("databased", file.url()));
                measured.hand.add(millis("jdbc", file.jdbcUrl()));
            }
        }
        return measured;
    }

    private static double millis(String side, String url) throws IOException, InterruptedException {
        ProcessBuilder child = new ProcessBuilder(Child.command(FirstRow.class, List.of(), side, url))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT);
        long start = System.nanoTime();
        Child.await(child.start());
        return (System.nanoTime() - start) / 1e6;
    }

    double oursMillis() {
        return median(ours);
    }

    double handMillis() {
        return median(hand);
    }

    private static double median(List<Double> times) {
        List<Double> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}

package io.databased.benchmarks.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** How often all take their turn: some rounds to warm up, then those that count. */
record Rounds(int warmUp, int counted, long millis) {
    /** What each did in each round that counts, by name. */
    record Outcome(Match match, Map<String, List<Double>> perSecond) {
        double median(String name) {
            return Rounds.median(perSecond.get(name));
        }

        /** Ours through the peer's, of the same round each. */
        List<Double> ratios(Match.Goal goal) {
            List<Double> ours = perSecond.get(goal.ours());
            List<Double> peer = perSecond.get(goal.peer());
            return IntStream.range(0, ours.size())
                    .mapToObj(round -> ours.get(round) / peer.get(round))
                    .sorted()
                    .toList();
        }
    }

    Outcome play(Match match, Map<String, ? extends Contestant> contestants) throws IOException, InterruptedException {
        Map<String, List<Double>> perSecond = new LinkedHashMap<>();
        List<String> turns = new ArrayList<>(match.names());
        for (int round = 0; round < warmUp + counted; round++) {
            Collections.shuffle(turns, new Random(round)); // nobody always comes behind the same one
            for (String name : turns) {
                double speed = contestants.get(name).run(match.task(), millis);
                if (round >= warmUp) {
                    perSecond.computeIfAbsent(name, first -> new ArrayList<>()).add(speed);
                }
            }
        }
        return new Outcome(match, perSecond);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}

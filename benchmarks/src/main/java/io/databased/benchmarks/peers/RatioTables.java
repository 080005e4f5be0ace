package io.databased.benchmarks.peers;

import io.databased.benchmarks.peers.Rounds.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The outcomes of one run as Markdown. */
final class RatioTables {
    private final List<Outcome> outcomes;
    private final List<String> lines = new ArrayList<>();

    RatioTables(List<Outcome> outcomes) {
        this.outcomes = outcomes;
    }

    String markdown() {
        line("Measured", "Ours", "Against", "Ratio", "Lowest to highest", "Wanted");
        line("---", "---", "---", "---", "---", "---");
        for (Outcome outcome : outcomes) {
            outcome.match().goals().forEach(goal -> ratio(outcome, goal));
        }
        lines.add("");
        line("Measured", "Who", "Per s");
        line("---", "---", "---");
        for (Outcome outcome : outcomes) {
            for (String name : outcome.perSecond().keySet()) {
                line(outcome.match().title(), name, String.format(Locale.ROOT, "%,.0f", outcome.median(name)));
            }
        }
        return String.join("\n", lines);
    }

    private void ratio(Outcome outcome, Match.Goal goal) {
        List<Double> ratios = outcome.ratios(goal);
        double ratio = Rounds.median(ratios);
        String missed = ratio < goal.wanted() ? " (missed)" : "";
        line(
                outcome.match().title(),
                goal.ours(),
                goal.peer(),
                number(ratio) + missed,
                number(ratios.get(0)) + " to " + number(ratios.get(ratios.size() - 1)),
                goal.wanted() == 0 ? "–" : "≥ " + number(goal.wanted()));
    }

    private void line(String... cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}

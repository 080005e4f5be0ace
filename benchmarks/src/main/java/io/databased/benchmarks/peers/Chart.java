package io.databased.benchmarks.peers;

import io.databased.benchmarks.peers.Rounds.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The ratios as bars from 1, on a logarithmic scale, with a mark where each is wanted to be. */
final class Chart {
    private static final int LABELS = 430;
    private static final int BARS = 420;
    private static final int LINE = 20;
    private static final double LEAST = 0.25;
    private static final double MOST = 32;

    private final List<Outcome> outcomes;
    private final List<String> elements = new ArrayList<>();
    private int top = 2 * LINE;

    Chart(List<Outcome> outcomes) {
        this.outcomes = outcomes;
    }

    String svg() {
        for (Outcome outcome : outcomes) {
            outcome.match().goals().forEach(goal -> bar(outcome, goal));
        }
        List<String> svg = new ArrayList<>();
        svg.add(text(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                LABELS + BARS + 50, top + LINE));
        svg.add("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        for (double tick = LEAST; tick <= MOST; tick *= 2) {
            svg.add(text(
                    "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"%4$s\"/>",
                    x(tick), LINE + 8, top, tick == 1 ? "black" : "#ddd"));
            svg.add(text("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s×</text>", x(tick), LINE, plain(tick)));
        }
        svg.addAll(elements);
        svg.add("</svg>");
        return String.join("\n", svg) + "\n";
    }

    private void bar(Outcome outcome, Match.Goal goal) {
        double ratio = Rounds.median(outcome.ratios(goal));
        double from = Math.min(x(1), x(ratio));
        double to = Math.max(x(1), x(ratio));
        int middle = top + LINE / 2 + 4;
        String label = outcome.match().title() + ": " + goal.ours() + " / " + goal.peer();
        elements.add(text("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", LABELS - 10, middle, label));
        elements.add(text(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                from, top + 3, to - from, LINE - 6, ratio < goal.wanted() ? "#c65" : "#59a"));
        elements.add(text("<text x=\"%.1f\" y=\"%d\">%.2f</text>", to + 6, middle, ratio));
        if (goal.wanted() > 0) {
            elements.add(text(
                    "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"black\" stroke-width=\"3\"/>",
                    x(goal.wanted()), top + 1, top + LINE - 1));
        }
        top += LINE;
    }

    private static double x(double ratio) {
        double within = Math.max(LEAST, Math.min(MOST, ratio));
        return LABELS + BARS * Math.log(within / LEAST) / Math.log(MOST / LEAST);
    }

    private static String plain(double tick) {
        return tick < 1 ? String.valueOf(tick) : String.valueOf((int) tick);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

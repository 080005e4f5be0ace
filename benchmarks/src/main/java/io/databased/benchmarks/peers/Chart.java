package io.databased.benchmarks.peers;

import io.databased.benchmarks.peers.Rounds.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The ratios as bars from 1, on a logarithmic scale: a thick one for the server nearby, with a mark where it is wanted to
 * be, and a thin one for the same server a millisecond away.
 */
final class Chart {
    private static final int BARS_LEFT = 260;
    private static final int BARS_WIDTH = 400;
    private static final int NEAR_RIGHT = BARS_LEFT + BARS_WIDTH + 60;
    private static final int FAR_RIGHT = NEAR_RIGHT + 80;
    private static final int LINE = 18;
    private static final double LEAST = 0.25;
    private static final double MOST = 32;

    private final List<String> bars = new ArrayList<>();
    private int top = 2 * LINE;

    /** Both of the same matches, in the same order. */
    Chart(List<Outcome> near, List<Outcome> far) {
        for (int match = 0; match < near.size(); match++) {
            title(near.get(match).match().title());
            for (Match.Goal goal : near.get(match).match().goals()) {
                pair(
                        goal,
                        Rounds.median(near.get(match).ratios(goal)),
                        Rounds.median(far.get(match).ratios(goal)));
            }
        }
    }

    String svg() {
        List<String> svg = new ArrayList<>();
        svg.add(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                FAR_RIGHT + 20, top + LINE));
        svg.add("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        for (double tick = LEAST; tick <= MOST; tick *= 2) {
            line(svg, x(tick), LINE + 6, top, tick == 1 ? "black" : "#ddd");
            svg.add(text(x(tick), LINE, "middle", tick < 1 ? tick + "×" : (int) tick + "×"));
        }
        svg.add(text(NEAR_RIGHT, LINE, "end", "here"));
        svg.add(text(FAR_RIGHT, LINE, "end", "1 ms away"));
        svg.addAll(bars);
        svg.add("</svg>");
        return String.join("\n", svg) + "\n";
    }

    private void title(String title) {
        top += LINE / 2;
        bars.add(text(10, top + LINE - 5, "start", title).replace("<text", "<text font-weight=\"bold\""));
        top += LINE;
    }

    private void pair(Match.Goal goal, double near, double far) {
        int middle = top + LINE - 5;
        bars.add(text(BARS_LEFT - 10, middle, "end", goal.ours() + " / " + goal.peer()));
        bar(near, top + 3, 8, near < goal.wanted() ? "#c65" : "#37a");
        bar(far, top + 12, 3, "#9bd");
        if (goal.wanted() > 0) {
            line(bars, x(goal.wanted()), top + 1, top + LINE - 2, "black");
        }
        bars.add(text(NEAR_RIGHT, middle, "end", format("%.2f", near)));
        bars.add(text(FAR_RIGHT, middle, "end", format("%.2f", far)));
        top += LINE;
    }

    private void bar(double ratio, int y, int height, String colour) {
        double from = Math.min(x(1), x(ratio));
        double to = Math.max(x(1), x(ratio));
        bars.add(format(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                from, y, to - from, height, colour));
    }

    private static void line(List<String> to, double x, int top, int bottom, String colour) {
        to.add(format(
                "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"%4$s\" stroke-width=\"1.5\"/>",
                x, top, bottom, colour));
    }

    private static String text(double x, int y, String anchor, String words) {
        return format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>", x, y, anchor, words);
    }

    private static double x(double ratio) {
        double within = Math.max(LEAST, Math.min(MOST, ratio));
        return BARS_LEFT + BARS_WIDTH * Math.log(within / LEAST) / Math.log(MOST / LEAST);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

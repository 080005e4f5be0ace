package io.databased.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.openjdk.jmh.results.RunResult;

/** The tables of one run. */
final class Report {
    private final Map<String, Double> scores = new TreeMap<>();
    private final ColdStart coldStart;
    private final List<String> lines = new ArrayList<>();

    Report(Collection<RunResult> results, ColdStart coldStart) {
        results.forEach(
                result -> scores.put(name(result), result.getPrimaryResult().getScore()));
        this.coldStart = coldStart;
    }

    /** As {@code InsertBenchmark.blocking threads=virtual}. */
    private static String name(RunResult result) {
        String benchmark = result.getParams().getBenchmark();
        StringBuilder name = new StringBuilder(
                benchmark.substring(Report.class.getPackageName().length() + 1));
        for (String axis : result.getParams().getParamsKeys()) {
            name.append(' ').append(axis).append('=').append(result.getParams().getParam(axis));
        }
        return name.toString();
    }

    String markdown() {
        table("Measured", "Against", "Ours per s", "By hand per s", "Ratio", "Wanted");
        ratios("SelectBenchmark", "handReused", "≥ 1.0");
        ratios("SelectBenchmark", "handPrepared", "≥ 1.5");
        ratios("FetchBenchmark", "hand", "≥ 0.8");
        ratios("InsertBenchmark", "hand", "≥ 10");
        ratios("InsertBenchmark", "handGrouped", "");
        named("SessionBenchmark.futures").forEach(ours -> ratio(ours, ours.replace("futures", "hand"), ""));
        named("SessionBenchmark.blocking").forEach(ours -> ratio(ours, ours.replace("blocking", "hand"), ""));
        lines.add("");
        table("Reading a row in a new JVM", "ms");
        line("ours", number(coldStart.oursMillis()));
        line("by hand", number(coldStart.handMillis()));
        line("difference (wanted ≤ 100)", number(coldStart.oursMillis() - coldStart.handMillis()));
        lines.add("");
        table("Part", "ns");
        named("PoolBenchmark.").forEach(part -> line(part, number(scores.get(part))));
        named("StatementBenchmark.").forEach(part -> line(part, number(scores.get(part))));
        return String.join("\n", lines);
    }

    /** All that is ours of a class against one way by hand. */
    private void ratios(String benchmark, String hand, String wanted) {
        for (String ours : named(benchmark + ".")) {
            if (!ours.contains(".hand")) {
                ratio(ours, benchmark + "." + hand, wanted);
            }
        }
    }

    private void ratio(String ours, String hand, String wanted) {
        double ourScore = scores.get(ours);
        double handScore = scores.get(hand);
        line(
                ours,
                hand,
                number(ourScore),
                number(handScore),
                String.format(Locale.ROOT, "%.2f", ourScore / handScore),
                wanted);
    }

    private List<String> named(String beginning) {
        Predicate<String> wanted = name -> name.startsWith(beginning);
        return scores.keySet().stream().filter(wanted).toList();
    }

    private void table(String... heads) {
        line(heads);
        lines.add("|" + " --- |".repeat(heads.length));
    }

    private void line(String... cells) {
        lines.add("| " + String.join(" | ", cells).replace("Benchmark.", ".") + " |");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 1000 ? "%.1f" : "%,.0f", value);
    }
}

package io.databased.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs everything and prints, as Markdown, how many times the speed of the driver by hand ours is. Takes JMH's options,
 * such as {@code -f 3} for more runs or {@code -wi 1 -i 1 -r 200ms} for a first look.
 */
public final class Ratios {
    private static final int COLD_STARTS = 15;

    private Ratios() {}

    public static void main(String[] arguments)
            throws CommandLineOptionException, RunnerException, IOException, InterruptedException {
        CommandLineOptions given = new CommandLineOptions(arguments);
        String machine = machine();
        List<RunResult> results = new ArrayList<>();
        results.addAll(run(options(given, SelectBenchmark.class)
                .param("executor", "default", "direct")
                .param("callerLines", "on", "off")));
        results.addAll(run(options(
                given,
                FetchBenchmark.class,
                InsertBenchmark.class,
                SessionBenchmark.class,
                PoolBenchmark.class,
                StatementBenchmark.class)));
        ColdStart coldStart = ColdStart.measure(COLD_STARTS);
        System.out.println();
        System.out.println(machine);
        System.out.println();
        System.out.println(new Report(results, coldStart).markdown());
    }

    /** What the numbers are worth: a busy machine measures something else. */
    public static String machine() {
        return String.format(
                Locale.ROOT,
                "JDK %s, %d processors, load average before the run %.1f",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static ChainedOptionsBuilder options(CommandLineOptions given, Class<?>... benchmarks) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .parent(given)
                .shouldFailOnError(true)
                .jvmArgsAppend("--enable-native-access=ALL-UNNAMED");
        for (Class<?> benchmark : benchmarks) {
            options.include("\\." + benchmark.getSimpleName() + "\\.");
        }
        return Callers.hasVirtualThreads() ? options.param("threads", "platform", "virtual") : options;
    }

    private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.build()).run();
    }
}

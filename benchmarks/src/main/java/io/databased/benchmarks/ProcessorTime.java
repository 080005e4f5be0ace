package io.databased.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * What some benchmarks of SQLite cost in processor time, which others that use the machine change less than how long they
 * take. All work in turn in this JVM; printed are the median, the lowest and the highest of {@value #ROUNDS} rounds.
 */
public final class ProcessorTime {
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 30;
    private static final int FETCHES = 50;
    private static final int SESSIONS = 10;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Map<String, List<Double>> micros = new LinkedHashMap<>();

    private ProcessorTime() {}

    public static void main(String[] arguments) throws Exception {
        ProcessorTime fetches = new ProcessorTime();
        fetches.fetch();
        fetches.print("10,000 rows");
        ProcessorTime sessions = new ProcessorTime();
        sessions.session();
        sessions.print("session, two children, 64 threads");
    }

    private void fetch() throws SQLException {
        Asynchronous ours = new Asynchronous();
        ours.executor = "default";
        ours.callerLines = "on";
        ours.open();
        ByHand hand = new ByHand();
        hand.open();
        FetchBenchmark benchmark = new FetchBenchmark();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            measure("hand", round, FETCHES, 1, () -> benchmark.hand(hand));
            measure("future", round, FETCHES, 1, () -> benchmark.future(ours));
        }
        ours.close();
        hand.close();
    }

    private void session() throws Exception {
        SessionBenchmark.Databases databases = new SessionBenchmark.Databases();
        databases.callers = Callers.MANY;
        databases.children = 2;
        databases.synchronous = "NORMAL";
        databases.threads = "platform";
        databases.open();
        SessionBenchmark benchmark = new SessionBenchmark();
        int each = SessionBenchmark.class
                .getMethod("hand", SessionBenchmark.Databases.class)
                .getAnnotation(OperationsPerInvocation.class)
                .value();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            measure("hand", round, SESSIONS, each, () -> run(() -> benchmark.hand(databases)));
            measure("handInOrder", round, SESSIONS, each, () -> run(() -> benchmark.handInOrder(databases)));
            measure("blocking", round, SESSIONS, each, () -> run(() -> benchmark.blocking(databases)));
        }
        databases.close();
    }

    private static Object run(Runnable work) {
        work.run();
        return work;
    }

    private void measure(String name, int round, int times, int each, Callers.Operation work) throws SQLException {
        long before = PROCESS.getProcessCpuTime();
        try {
            for (int i = 0; i < times; i++) {
                work.run();
            }
        } catch (Exception e) {
            throw new SQLException(e);
        }
        double nanos = PROCESS.getProcessCpuTime() - before;
        if (round >= 0) {
            micros.computeIfAbsent(name, first -> new ArrayList<>()).add(nanos / 1000 / times / each);
        }
    }

    private void print(String title) {
        micros.forEach((name, values) -> {
            List<Double> sorted = values.stream().sorted().toList();
            System.out.printf(
                    "%s, %s: %.1f µs of processor time (%.1f to %.1f)%n",
                    title, name, sorted.get(ROUNDS / 2), sorted.get(0), sorted.get(ROUNDS - 1));
        });
    }
}

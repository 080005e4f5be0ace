package io.databased.benchmarks;

import io.databased.Database;
import io.databased.Query;
import io.databased.Sql;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * Streams two million rows to a subscriber that is slower than the database, in a JVM with a heap of 64 MB: were rows
 * piled up anywhere, it would end for want of memory. Another number of rows may be given.
 */
public final class StreamFlat {
    private static final String ROWS = "2000000";

    private StreamFlat() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 2) {
            stream(arguments[0], Long.parseLong(arguments[1]));
            return;
        }
        try (MovieFile file = new MovieFile("FULL")) {
            String rows = arguments.length == 1 ? arguments[0] : ROWS;
            List<String> command = Child.command(StreamFlat.class, List.of("-Xmx64m"), file.url(), rows);
            Child.await(new ProcessBuilder(command).inheritIO().start());
        }
    }

    private static void stream(String url, long rows) {
        Query<Movie> movies = Sql.sql("SELECT a.id, a.title, a.year FROM movies a CROSS JOIN movies b LIMIT ?")
                .values(rows)
                .mapTo(Movie.class);
        Slow slow = new Slow();
        long start = System.nanoTime();
        try (Database database = Database.of(url)) {
            database.connect().join();
            database.stream(movies).subscribe(slow);
            long received = slow.end.join();
            System.out.printf(
                    "%,d rows in %.1f s, heap at most %d of %d MB%n",
                    received,
                    (System.nanoTime() - start) / 1e9,
                    peakHeap() >> 20,
                    Runtime.getRuntime().maxMemory() >> 20);
            if (received != rows) {
                throw new IllegalStateException(rows + " rows were to come");
            }
        }
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(java.lang.management.MemoryUsage::getUsed)
                .sum();
    }

    /** Asks for a few rows at a time and takes longer over each than the database does. */
    private static final class Slow implements Flow.Subscriber<Movie> {
        private static final int FEW = 10;
        private static final int WORK = 2_000;

        private final CompletableFuture<Long> end = new CompletableFuture<>();
        private Flow.Subscription subscription;
        private long received;
        private long digest;

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            subscription.request(FEW);
        }

        @Override
        public void onNext(Movie movie) {
            for (int i = 0; i < WORK; i++) {
                digest = digest * 31 + movie.title().charAt(i % movie.title().length());
            }
            received++;
            if (received % FEW == 0) {
                subscription.request(FEW);
            }
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(digest == 0 ? -1 : received);
        }
    }
}

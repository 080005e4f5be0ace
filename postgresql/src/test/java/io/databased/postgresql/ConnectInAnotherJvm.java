package io.databased.postgresql;

import io.databased.Database;
import io.databased.PoolOptions;
import io.databased.Row;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Connects two databases and says where callbacks run, in a JVM with a class path of its own. */
final class ConnectInAnotherJvm {
    /** What it prints, and no log does, once both databases are connected. */
    static final String ANSWERED = "both databases answer";

    private ConnectInAnotherJvm() {}

    public static void main(String[] arguments) {
        PoolOptions patient =
                PoolOptions.builder().loginTimeout(Duration.ofMinutes(1)).build();
        try (Database one = Database.builder(arguments[0]).pool(patient).build();
                Database other = Database.builder(arguments[0]).pool(patient).build()) {
            one.connect().join();
            other.connect().join();
            CompletableFuture<List<Row>> rows = other.session(session -> session.fetchAll("SELECT 1"));
            rows.join();
            PrintStream answer =
                    new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
            answer.println(ANSWERED);
            boolean ours = Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().startsWith("databased-loop-"));
            answer.println(ours ? "our event loops" : "plain event loops");
        }
    }
}

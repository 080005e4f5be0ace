package io.databased.reliability;

import static io.databased.Sql.sql;

import io.databased.Database;
import io.databased.PoolOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A program that writes pairs of rows by four threads until it is killed, and tells its parent of each that was committed. */
final class WritingProcess {
    private static final OutputStream OUT = new FileOutputStream(FileDescriptor.out);
    private static final int THREADS = 4;
    private static final String INSERT = "INSERT INTO written (unit, part) VALUES (?, ?)";

    private WritingProcess() {}

    /** Takes a URL and the number of the first pair. */
    public static void main(String[] arguments) throws Exception {
        PoolOptions patient =
                PoolOptions.builder().loginTimeout(Duration.ofMinutes(1)).build();
        Database database =
                Database.builder(arguments[0]).pool(patient).build().connect().get(2, TimeUnit.MINUTES);
        AtomicLong units = new AtomicLong(Long.parseLong(arguments[1]));
        for (int i = 1; i < THREADS; i++) {
            new Thread(() -> write(database, units)).start();
        }
        write(database, units);
    }

    private static void write(Database database, AtomicLong units) {
        while (true) {
            long unit = units.getAndIncrement();
            try {
                if (unit % 2 == 0) {
                    database.blocking().session(session -> {
                        session.execute(sql(INSERT, List.of(unit, 0)));
                        return session.execute(sql(INSERT, List.of(unit, 1)));
                    });
                } else {
                    database.blocking()
                            .execute(
                                    sql("INSERT INTO written (unit, part) VALUES (?, 0), (?, 1)", List.of(unit, unit)));
                }
                say(Long.toString(unit));
            } catch (RuntimeException failure) {
                say(failure.toString().replace('\n', ' '));
            }
        }
    }

    /** To the parent, in one piece. */
    private static void say(String line) {
        try {
            OUT.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

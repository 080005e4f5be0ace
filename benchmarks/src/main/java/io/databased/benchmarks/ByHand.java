package io.databased.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One connection of the driver, used by one thread. */
@State(Scope.Benchmark)
public class ByHand {
    private MovieFile file;
    private Connection connection;

    Connection connection() {
        return connection;
    }

    @Setup
    public void open() throws SQLException {
        file = new MovieFile("FULL");
        connection = file.connect();
    }

    @TearDown
    public void close() throws SQLException {
        connection.close();
        file.close();
    }
}

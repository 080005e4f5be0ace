package io.databased.internal.session;

import io.databased.Sql;
import io.databased.spi.Command;
import io.databased.spi.Reply;
import java.util.List;

/**
 * Reads a statement, binds a value and maps a row, without a connection. A driver takes a while to open its first
 * connection in a new JVM; what the first statement needs of the library is loaded in that time, on a thread that would do
 * nothing else.
 */
record WarmUp(Engine engine) implements Runnable {
    private record Warm(long one, String two) {}

    @Override
    public void run() {
        Sql<Warm> query = Sql.sql("SELECT ? AS one, 'b' AS two", List.of(1L)).as(Warm.class);
        engine.prepare(query, Command.Mode.FETCH, 1);
        engine.mapFirst(new Reply(List.of("one", "two"), List.<Object[]>of(new Object[] {1L, "b"}), 0, null), query);
    }
}

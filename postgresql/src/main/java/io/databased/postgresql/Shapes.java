package io.databased.postgresql;

import io.databased.spi.Command;
import io.databased.spi.Command.Control;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has statements prepared anew once what they are about may have another shape. The driver knows its prepared statements by
 * their text, so the text of each ends with a number: how often shapes have changed, on this connection or for good on others
 * of the database.
 *
 * <p>A statement that was prepared for another shape is refused by the server, and its transaction is lost. The types of its
 * parameters the server does not check: with another type of a column it takes values for what the column was. So a statement
 * that fails as it would then is prepared anew, too.
 */
final class Shapes {
    /** Of these the shapes stay as they are. */
    private static final Set<String> KEEPING = Set.of(
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "WITH",
            "VALUES",
            "TABLE",
            "SHOW",
            "EXPLAIN",
            "COPY",
            "LOCK",
            "FETCH",
            "NOTIFY",
            "LISTEN",
            "UNLISTEN",
            "TRUNCATE",
            "ANALYZE",
            "VACUUM",
            "CLOSE",
            "MOVE",
            "DECLARE");

    private static final String SEARCH_PATH = "search_path";

    /** Of statements that are remembered as failed. */
    private static final int MOST_FAILED = 256;

    private final AtomicInteger everywhere;
    private final AtomicInteger here = new AtomicInteger();
    private final Set<Command> publishing = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> failed = new ConcurrentHashMap<>(); // how often, by their text
    private volatile boolean changed; // in the open transaction
    private volatile boolean changedForOthers; // in the open transaction
    private volatile Suffix suffix = new Suffix(0, written(0));

    /** A number, and how texts with it end. */
    private record Suffix(int number, String text) {}

    /** @param everywhere counts for all connections of the database */
    Shapes(AtomicInteger everywhere) {
        this.everywhere = everywhere;
    }

    /**
     * The text of the command as it is sent; in the order of sending.
     *
     * @param inSession whether others see what it changes only later
     */
    String text(Command command, boolean inSession) {
        told(command);
        String text = text(command.sql());
        if (!command.verb().isEmpty() && !KEEPING.contains(command.verb())) {
            boolean forOthers = !isTemporary(command.sql());
            if (inSession) {
                changed = true;
                changedForOthers |= forOthers;
            } else if (forOthers) {
                publishing.add(command);
            }
            renew();
        } else if (changesHere(command)) {
            changed |= inSession;
            renew();
        }
        return text;
    }

    /** What a query may change for its connection, as its text tells: where names are looked for, or which table is meant. */
    private static boolean changesHere(Command command) {
        if (command.action() != Command.Action.QUERY) {
            return command.verb().equals("EXPLAIN"); // which may make a table
        }
        String sql = command.sql();
        return Words.has(sql, "into")
                || Words.has(sql, SEARCH_PATH)
                || Arrays.asList(command.values()).contains(SEARCH_PATH);
    }

    /** The text of a question of the backend's own as it is sent; in the order of sending. */
    String text(String question) {
        return question + suffix(failed.getOrDefault(question, 0));
    }

    /** Steps of transaction control are about to be sent: what is undone or dropped with them has had its shape. */
    void told(Command command) {
        if (!changed) {
            return;
        }
        for (Control step : command.prelude()) {
            switch (step.kind()) {
                case ROLLBACK_TO -> renew();
                case COMMIT, ROLLBACK -> {
                    if (changedForOthers) {
                        publishing.add(command);
                    }
                    changed = false;
                    changedForOthers = false;
                    renew();
                }
                case BEGIN, SAVEPOINT, RELEASE -> {}
            }
        }
    }

    /** The command is answered: what it has changed is there for all. */
    void answered(Command command) {
        if (!publishing.isEmpty() && publishing.remove(command)) {
            everywhere.incrementAndGet();
        }
    }

    /** Prepares the statement anew from here on. The sum of both numbers never is what it was before. */
    void failed(Command command) {
        if (failed.size() >= MOST_FAILED) {
            here.addAndGet(
                    failed.values().stream().mapToInt(Integer::intValue).max().orElse(0));
            failed.clear();
        }
        if (command.sql().length() <= PostgresSettings.LONGEST_PREPARED) {
            failed.merge(command.sql(), 1, Integer::sum);
        }
    }

    /** Prepares everything anew from here on. */
    void renew() {
        here.incrementAndGet();
    }

    /** Whether the change is that of a temporary object, which others do not see. */
    static boolean isTemporary(String sql) {
        String[] words = sql.strip().toUpperCase(Locale.ROOT).split("\\s+", 4);
        return words.length > 2
                && words[0].equals("CREATE")
                && (words[1].startsWith("TEMP") || words[2].startsWith("TEMP"));
    }

    private String suffix(int failures) {
        int number = here.get() + everywhere.get() + failures;
        Suffix last = suffix;
        if (last.number != number) {
            last = new Suffix(number, written(number));
            suffix = last;
        }
        return last.text;
    }

    private static String written(int number) {
        return RowDescriptions.MARK + Integer.toString(number);
    }
}

package io.databased.jdbc.product;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What SQLite is going to do with the parameters of a statement, by its own word: whether a column turns what is bound there into
 * text or numbers, or nothing does. EXPLAIN gives the program of a statement; the first instruction that uses a parameter's
 * register tells. SQL alone does not: a column of a view may be an expression, and a column may be declared without a type.
 *
 * @see <a href="https://www.sqlite.org/opcode.html">sqlite.org/opcode.html</a>
 */
public final class SqlitePlaces {
    private static final Set<String> COMPARISONS = Set.of("Eq", "Ne", "Lt", "Le", "Gt", "Ge");
    private static final Set<String> ARITHMETIC = Set.of("Add", "Subtract", "Multiply", "Divide", "Remainder");
    private static final Pattern EXPLAINING = Pattern.compile("\\s*EXPLAIN\\b", Pattern.CASE_INSENSITIVE);
    private static final int AFFINITY_MASK = 0x47;
    private static final char TEXT = 'B';
    private static final String NONE = String.valueOf((Object) null);

    /** Runs a statement of ours on the connection whose statements these are. */
    @FunctionalInterface
    public interface Asking {
        List<@Nullable Object[]> rows(String sql, @Nullable Object[] values) throws SQLException;
    }

    /** Where a parameter stands. */
    public enum Place {
        /** Stored in, or compared with, a column of text. */
        TEXT,
        /** Stored in, or looked up by, another column. */
        COLUMN,
        /** Compared or computed with anything else. */
        EXPRESSION
    }

    /** One instruction. */
    record Step(String code, int p1, int p2, int p3, String p4, int p5) {
        static Step of(@Nullable Object[] row) {
            return new Step(
                    String.valueOf(row[1]),
                    number(row[2]),
                    number(row[3]),
                    number(row[4]),
                    String.valueOf(row[5]),
                    number(row[6]));
        }

        private static int number(@Nullable Object value) {
            return value instanceof Number number ? number.intValue() : 0;
        }
    }

    private final Asking asking;
    private final List<Step> steps;

    /** @param parameters how many the statement has */
    public SqlitePlaces(Asking asking, String sql, int parameters) throws SQLException {
        this.asking = asking;
        this.steps = EXPLAINING.matcher(sql).lookingAt()
                ? List.of() // does nothing with them
                : asking.rows("EXPLAIN " + sql, new @Nullable Object[parameters]).stream()
                        .map(Step::of)
                        .toList();
    }

    /** @param parameter from 1 */
    public Place of(int parameter) throws SQLException {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.code().equals("Variable") && step.p1() == parameter) {
                return use(i, step.p2());
            }
        }
        return Place.EXPRESSION;
    }

    /** The first use of the register behind that instruction; what is set up at the end is used from the start. */
    private Place use(int setAt, int register) throws SQLException {
        SqliteTrail trail = new SqliteTrail(register);
        for (int i = 1; i < steps.size(); i++) {
            Step step = steps.get((setAt + i) % steps.size());
            trail.follow(step);
            for (int each : trail.registers()) {
                Place place = place(step, each);
                if (place != null) {
                    return place;
                }
            }
        }
        return Place.EXPRESSION;
    }

    private @Nullable Place place(Step step, int register) throws SQLException {
        if (COMPARISONS.contains(step.code()) && (step.p1() == register || step.p3() == register)) {
            return (step.p5() & AFFINITY_MASK) == TEXT ? Place.TEXT : Place.EXPRESSION;
        }
        if (ARITHMETIC.contains(step.code()) && (step.p1() == register || step.p2() == register)) {
            return Place.EXPRESSION;
        }
        int offset = register - step.p1();
        if (offset < 0 || offset >= step.p2()) {
            return null;
        }
        return switch (step.code()) {
            case "Affinity" -> column(step.p4(), offset);
            case "MakeRecord" -> step.p4().equals(NONE) ? row(step.p3()) : column(step.p4(), offset);
            case "TypeCheck" -> strict(step.p4(), offset);
            default -> null;
        };
    }

    /** A row of a table none of whose columns has an affinity; other records are of indexes and of what is sorted. */
    private @Nullable Place row(int record) {
        boolean stored = steps.stream()
                .anyMatch(step -> step.code().equals("Insert")
                        && step.p2() == record
                        && !step.p4().equals(NONE));
        return stored ? Place.COLUMN : null;
    }

    /** By the string of affinities, if there is one. */
    private static @Nullable Place column(String affinities, int offset) {
        boolean known = offset < affinities.length() && affinities.charAt(offset) < 'a';
        return !known ? null : affinities.charAt(offset) == TEXT ? Place.TEXT : Place.COLUMN;
    }

    /** A STRICT table has no such string. */
    private Place strict(String table, int column) throws SQLException {
        List<@Nullable Object[]> rows = asking.rows(
                "SELECT type FROM pragma_table_info(?) ORDER BY cid LIMIT 1 OFFSET ?",
                new @Nullable Object[] {table, column});
        boolean text = !rows.isEmpty()
                && String.valueOf(rows.get(0)[0]).toUpperCase(Locale.ROOT).equals("TEXT");
        return text ? Place.TEXT : Place.COLUMN;
    }
}

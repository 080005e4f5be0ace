package io.databased.internal.sql;

import io.databased.InvalidQueryException;
import io.databased.internal.failure.ClassNames;
import io.databased.spi.Command;
import io.databased.spi.SqlSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text that was read once: exactly one statement, its kind, and its parameters. Immutable but for what a run of it has
 * shown, and safe to share.
 *
 * <p>A collection expands where its parameter stands alone in {@code IN (…)}. The rule for an empty one: {@code x IN (:ids)}
 * is false and {@code x NOT IN (:ids)} is true for every {@code x}, null too. They are sent as {@code x IN (NULL) IS NOT
 * NULL} and {@code x NOT IN (NULL) IS NULL}, which every database reads alike and for every type of {@code x}.
 */
public final class ParsedSql {
    /**
     * What a statement leaves on its connection for those that follow there, as far as its words tell.
     *
     * @param name what to call it: {@code SET SEARCH_PATH}; never a value
     */
    public record Mark(Kind kind, String name) {
        /** What is lost if the connection is not kept. */
        public enum Kind {
            NONE,
            /** Of the connection, on every database. */
            SETTING,
            /** Of the connection on some databases, of the database on others. */
            SETTING_OF_SOMETHING,
            /** To notifications. */
            SUBSCRIPTION,
            LOCK
        }

        static final Mark NONE = new Mark(Kind.NONE, "");
    }

    private final String verb;
    private final String operation;
    private final String table;
    private final Mark mark;
    private final StatementKind kind;
    private final Command.Action action;
    private final boolean returnsRows;
    private final boolean mayCommit;
    private final boolean makesTemporary;
    private final ParameterNames parameters;
    private final Template template;
    private final BoundSql unbound;
    private volatile boolean marks;
    private volatile boolean slow;

    ParsedSql(StatementClassifier classifier, String table, Mark mark, ParameterNames parameters, Template template) {
        this.verb = classifier.verb();
        this.operation = classifier.effective();
        this.table = table;
        this.mark = mark;
        this.kind = classifier.kind();
        this.action = classifier.action();
        this.returnsRows = classifier.returnsRows();
        this.mayCommit = classifier.mayCommit();
        this.makesTemporary = classifier.makesTemporary();
        this.parameters = parameters;
        this.template = template;
        this.unbound = new BoundSql(template.text(), List.of());
    }

    /**
     * Reads a text, to be sent with these placeholders. Where the placeholder is a plain {@code ?}, as in JDBC, an operator
     * {@code ?} is sent as {@code ??}.
     *
     * @throws InvalidQueryException if it holds no statement or several, something that does not end, a NUL or half of a
     *     surrogate pair, transaction control, a conversation with the client ({@code COPY … FROM STDIN}), both styles of
     *     parameter, or more than 64 Mi characters
     */
    public static ParsedSql parse(String sql, SqlSyntax syntax, Placeholders placeholders) {
        return SqlParser.parse(sql, syntax, placeholders);
    }

    public StatementKind kind() {
        return kind;
    }

    /** Whether its keywords tell that it returns rows; others may, too. */
    boolean returnsRows() {
        return returnsRows;
    }

    /** The first keyword in upper case; empty if there is none. */
    public String verb() {
        return verb;
    }

    /** The keyword that says what it does in upper case, also behind WITH; empty if there is none. */
    public String operation() {
        return operation;
    }

    /** The first table that it names, as it is written; empty if that is not known. */
    public String table() {
        return table;
    }

    /** Tells a command for this statement what it is. */
    public Command.Builder describe(Command.Builder command) {
        return command.verb(verb)
                .action(action)
                .reads(kind == StatementKind.READ)
                .returnsRows(returnsRows);
    }

    /** Whether this commits the transaction around it on a database whose definitions do, like MySQL and H2. */
    public boolean mayCommitImplicitly() {
        return mayCommit;
    }

    /** Whether this makes a temporary table or the like, which its connection alone has. */
    public boolean makesTemporary() {
        return makesTemporary;
    }

    /** Whether this says how one transaction is to be: SET TRANSACTION. */
    public boolean setsTransaction() {
        return mark.name().equals("SET TRANSACTION");
    }

    /** What its words say that it leaves on its connection. */
    public Mark mark() {
        return mark;
    }

    /** Whether a run of this has left a mark on its connection that nothing in the text tells of. */
    public boolean marks() {
        return marks;
    }

    /** A run of this has left such a mark. */
    public void hasMarked() {
        marks = true;
    }

    /** Whether the last run of this that is over took so long that nobody should wait behind one. */
    public boolean isSlow() {
        return slow;
    }

    /** How the last run of this was. */
    public void wasSlow(boolean itWas) {
        slow = itWas;
    }

    /** How many places for values the text has; a name counts as often as it occurs. */
    public int parameterCount() {
        return parameters.count();
    }

    /** The names of its parameters, each once; empty if it has none, or they are positional. */
    public Set<String> parameterNames() {
        return parameters.distinct();
    }

    /** The text as the driver takes it where all values are NULL. */
    public String sql() {
        return template.text()
                .rendering(new @Nullable Object[parameters.count()])
                .sql();
    }

    /**
     * Binds values by name.
     *
     * @throws InvalidQueryException if a name has no value, a value has no place, a text in a value cannot be stored, or a
     *     collection is not in a list
     */
    public BoundSql bind(Map<String, ?> values) {
        @Nullable Object[] resolved = parameters.resolve(values);
        return resolved.length == 0 ? unbound : template.bind(resolved);
    }

    /** Binds values in order; as {@link #bind(Map)}, and the number of values must be that of the markers. */
    public BoundSql bind(List<?> values) {
        @Nullable Object[] resolved = parameters.resolve(values);
        return resolved.length == 0 ? unbound : template.bind(resolved);
    }

    /** Binds nothing, which is right for a text without parameters only. */
    public BoundSql bindNone() {
        return parameters.isNamed() ? bind(Map.of()) : bind(List.of());
    }

    /**
     * Binds rows, each a {@code Map} or a {@code List}, to the one text that they share; collections do not expand.
     *
     * @throws InvalidQueryException as {@link #bind(Map)}, naming the row, counted from 0
     */
    public BoundSql.Batch bindBatch(List<?> rows) {
        List<List<@Nullable Object>> bound = new ArrayList<>(rows.size());
        for (Object row : rows) {
            try {
                bound.add(template.bindRow(resolveRow(row)));
            } catch (InvalidQueryException refused) {
                throw inRow(bound.size() + 1, refused);
            }
        }
        return new BoundSql.Batch(template.text(), bound);
    }

    private @Nullable Object[] resolveRow(@Nullable Object row) {
        if (row instanceof Map<?, ?> map) {
            return parameters.resolve(map);
        }
        if (row instanceof List<?> list) {
            return parameters.resolve(list);
        }
        throw new InvalidQueryException(noRow(row));
    }

    /** With the class of what was given, which tells most: an array in {@code List.of} is a row for each of its elements. */
    private static String noRow(@Nullable Object row) {
        if (row == null) {
            return "the values are null; give a List, a Map, a record or a bean for each row";
        }
        return row instanceof Object[]
                ? "the values are an array; give a list for each row: Arrays.asList(array)"
                : "the values are neither a List, nor a Map, nor a record or bean, but a "
                        + ClassNames.of(row.getClass())
                        + "; give one of them for each row, also for one value: List.of(List.of(value)). If you wrote"
                        + " List.of(array), which makes a row of each element: List.of(Arrays.asList(array))";
    }

    private static InvalidQueryException inRow(int place, InvalidQueryException refused) {
        InvalidQueryException named =
                new InvalidQueryException("set of values " + place + " (the first is 1): " + refused.getMessage());
        named.setStackTrace(refused.getStackTrace());
        return named;
    }

    /** Shows the kind and the verb; the text may hold literals. */
    @Override
    public String toString() {
        return "ParsedSql[" + kind + " " + verb + ", " + parameters.count() + " parameters]";
    }
}

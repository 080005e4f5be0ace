package io.databased.internal.sql;

import io.databased.spi.SqlSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Random statements that a database of the syntax would accept, with names that are keywords elsewhere; {@link #markers()}
 * parameters are written {@code :p}.
 */
final class Statements {
    private static final String[] NAMES = {
        "a", "begin", "event", "trigger", "function", "procedure", "package", "rule", "body", "label", "\"end\"", "t1"
    };

    private final RandomGenerator random;
    private final Family family;
    private int markers;

    /** Those whose routines differ. */
    enum Family {
        SQLITE(SqlSyntax.sqlite()),
        POSTGRESQL(SqlSyntax.postgresql()),
        MYSQL(SqlSyntax.mysql()),
        STANDARD(SqlSyntax.standard());

        final SqlSyntax syntax;

        Family(SqlSyntax syntax) {
            this.syntax = syntax;
        }
    }

    Statements(Family family, RandomGenerator random) {
        this.family = family;
        this.random = random;
    }

    int markers() {
        return markers;
    }

    /** A statement with parameters. */
    String statement() {
        return switch (random.nextInt(6)) {
            case 0 ->
                "INSERT INTO " + name() + " (" + name() + ", " + name() + ") VALUES (" + value(2) + ", " + value(2)
                        + ")";
            case 1 -> "UPDATE " + name() + " SET " + name() + " = " + value(2) + " WHERE " + condition(2);
            case 2 -> "DELETE FROM " + name() + " WHERE " + condition(3);
            case 3 -> "WITH " + name() + " AS (" + query(1) + ") " + query(2);
            case 4 -> "CREATE TABLE " + name() + " (" + name() + " int, begin timestamp, event int)";
            default -> query(3);
        };
    }

    /** The definition of a routine, which has none. */
    String routine() {
        String trigger = "CREATE TRIGGER " + name() + " AFTER INSERT ON " + name() + " ";
        return switch (family) {
            case SQLITE -> trigger + "BEGIN " + simple(1 + random.nextInt(3)) + "END";
            case POSTGRESQL ->
                one(
                        "CREATE FUNCTION " + name() + "(" + name() + " int) RETURNS int RETURN $1 + " + constant(2),
                        "CREATE PROCEDURE " + name() + "() BEGIN ATOMIC " + simple(random.nextInt(3)) + "END",
                        "CREATE RULE " + name() + " AS ON INSERT TO " + name() + " DO ALSO (" + simple(2) + ")",
                        "CREATE FUNCTION f() RETURNS trigger AS $b$ BEGIN; END; $b$ LANGUAGE plpgsql",
                        "DO $$ BEGIN PERFORM 1; END $$");
            case MYSQL, STANDARD ->
                one(
                        trigger + "FOR EACH ROW " + psm(3, ""),
                        "CREATE PROCEDURE " + name() + "(" + name() + " int) " + psm(3, ""),
                        "CREATE FUNCTION " + name() + "() RETURNS int " + psm(3, ""),
                        "CREATE EVENT " + name() + " ON SCHEDULE EVERY 1 DAY DO " + psm(3, ""));
        };
    }

    /** Statements of a body, each with its semicolon. */
    private String simple(int count) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < count; i++) {
            body.append(constantStatement()).append("; ");
        }
        return body.toString();
    }

    private String constantStatement() {
        return one(
                "SELECT " + constant(2) + " AS " + name() + " FROM " + name(),
                "UPDATE " + name() + " SET " + name() + " = " + constant(2),
                "DELETE FROM " + name() + " WHERE NEW.end = " + constant(2),
                "INSERT INTO " + name() + " (begin, event) VALUES (" + constant(2) + ", NEW.begin)");
    }

    private String psm(int depth, String label) {
        if (depth == 0) {
            return constantStatement();
        }
        return switch (random.nextInt(9)) {
            case 0 -> label + "BEGIN " + list(depth - 1) + "END";
            case 1 -> "IF " + constant(2) + " THEN " + list(depth - 1) + "ELSEIF 1 THEN " + list(depth - 1) + "END IF";
            case 2 ->
                "CASE " + constant(1) + " WHEN 1 THEN " + list(depth - 1) + "ELSE " + list(depth - 1) + "END CASE";
            case 3 -> label + "LOOP " + list(depth - 1) + "END LOOP";
            case 4 -> label + "WHILE " + constant(2) + " DO " + list(depth - 1) + "END WHILE";
            case 5 -> label + "REPEAT " + list(depth - 1) + "UNTIL " + constant(2) + " END REPEAT";
            case 6 ->
                "BEGIN DECLARE " + one("CONTINUE", "EXIT") + " HANDLER FOR NOT FOUND " + psm(depth - 1, "") + "; "
                        + list(depth - 1) + "END";
            case 7 -> "FOR i IN 1..3 DO " + list(depth - 1) + "END FOR";
            default -> constantStatement();
        };
    }

    private String list(int depth) {
        StringBuilder list = new StringBuilder();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            list.append(psm(depth, one("", "", "lp:", "lp: ", "begin_2:"))).append("; ");
        }
        return list.toString();
    }

    private String query(int depth) {
        return "SELECT " + value(depth) + one(" AS ", " AS ", ", t.") + one("begin", "event", "body") + " FROM "
                + name() + " t WHERE " + condition(depth);
    }

    private String condition(int depth) {
        String comparison = value(depth) + one(" = ", " <> ", " LIKE ", " + ") + value(depth);
        return switch (random.nextInt(4)) {
            case 0 -> comparison + " AND t.end IS NULL";
            case 1 -> comparison + " OR t.case > t.loop";
            case 2 -> comparison + " AND a NOT IN (" + value(0) + ", 2)";
            default -> comparison;
        };
    }

    private String value(int depth) {
        if (random.nextInt(3) == 0) {
            markers++;
            return ":p";
        }
        if (depth > 0 && random.nextInt(4) == 0) {
            return "CASE WHEN " + value(depth - 1) + " THEN " + value(depth - 1) + " ELSE " + value(depth - 1) + " END";
        }
        return constant(depth);
    }

    private String constant(int depth) {
        List<String> constants = new ArrayList<>(List.of(
                "1",
                "'a;b:c?'",
                "t.end",
                "NEW.case",
                "begin",
                "coalesce(event, 2)",
                "/* ; :x ? */ 3",
                "-- END; ?\n 4",
                "(5)"));
        if (depth > 0) {
            constants.add(
                    "CASE " + constant(0) + " WHEN 1 THEN " + constant(depth - 1) + " ELSE " + constant(0) + " END");
            constants.add("(SELECT " + constant(depth - 1) + " FROM " + name() + ")");
        }
        switch (family) {
            case POSTGRESQL ->
                constants.addAll(List.of(
                        "a[1:2]",
                        "a[lo:hi]",
                        "E'\\';:x'",
                        "$$;:x?$$",
                        "a::text",
                        "U&'\\0041;'",
                        "j @? '$.a'",
                        "j #>> '{b,c}'"));
            case MYSQL -> constants.addAll(List.of("'\\';:x'", "`end`", "@x", "\"a;:x\"", "5 # ; :x\n"));
            case SQLITE -> constants.addAll(List.of("[end;]", "`case`", "x'00'"));
            case STANDARD -> constants.add("DATE '2024-01-01'");
        }
        return constants.get(random.nextInt(constants.size()));
    }

    private String name() {
        return one(NAMES);
    }

    private String one(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}

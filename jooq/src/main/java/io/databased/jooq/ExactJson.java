package io.databased.jooq;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.jooq.JSON;
import org.jooq.JSONB;
import org.jooq.Query;
import org.jooq.Result;
import org.jooq.ResultQuery;
import org.jooq.Select;
import org.jooq.XML;

/**
 * Has PostgreSQL give JSON and XML as text, as its JDBC driver reads them. Other drivers make numbers of JavaScript of those in
 * JSON, and jOOQ's nested collections are JSON there.
 */
final class ExactJson {
    private ExactJson() {}

    /** The statement, in another one that casts such columns if it has any. */
    static String text(Query query, String sql) {
        if (!(query instanceof ResultQuery<?> rows)) {
            return sql;
        }
        boolean selects = query instanceof Select<?>;
        List<Field<?>> fields = fields(rows);
        if (fields.stream().noneMatch(ExactJson::isText) || (!selects && sql.startsWith("with"))) {
            return sql;
        }
        String columns =
                IntStream.range(0, fields.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        String list = IntStream.range(0, fields.size())
                .mapToObj(i -> column("c" + i, fields.get(i)))
                .collect(Collectors.joining(", "));
        return selects
                ? "select " + list + " from (" + sql + ") as q (" + columns + ")"
                : "with q (" + columns + ") as (" + sql + ") select " + list + " from q";
    }

    /** What a query gives: a SELECT's own list, since its {@code fields()} are those of a derived table. */
    static List<Field<?>> fields(ResultQuery<?> query) {
        return query instanceof Select<?> select ? select.getSelect() : Arrays.asList(query.fields());
    }

    private static boolean isText(Field<?> field) {
        Class<?> type = field.getConverter().fromType();
        return type == JSON.class || type == JSONB.class || type == XML.class || Result.class.isAssignableFrom(type);
    }

    private static String column(String column, Field<?> field) {
        String name = '"' + field.getName().replace("\"", "\"\"") + '"';
        return (isText(field) ? "cast(" + column + " as text)" : column) + " as " + name;
    }
}

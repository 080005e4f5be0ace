package io.databased.internal.sql;

import io.databased.InvalidQueryException;
import io.databased.internal.failure.NearestName;
import io.databased.spi.SqlSyntax;
import io.databased.spi.SqlSyntax.Feature;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a text asks for, compared with what it is given: each name, nothing more, and as many values as places. */
final class ParameterNames {
    private static final int SHOWN_NAMES = 5;
    private static final int SHOWN_LENGTH = 60;
    private static final @Nullable Object[] NO_VALUES = {};

    /** The names in the order of the markers; empty if they are positional. */
    private final String[] names;

    private final Set<String> distinct;
    private final int positional;
    private final boolean isList;
    private final QuotedMarkers quoted;
    private final boolean hasQuestionOperators;

    ParameterNames(List<Marker> markers, QuotedMarkers quoted, SqlSyntax syntax) {
        List<String> named = new ArrayList<>();
        for (Marker marker : markers) {
            String name = marker.name();
            if (name != null) {
                named.add(name);
            }
        }
        this.names = named.toArray(String[]::new);
        this.distinct = new LinkedHashSet<>(named);
        this.positional = markers.size() - names.length;
        this.isList = positional == 1 && markers.get(0).list() != Marker.ListContext.NONE;
        this.quoted = quoted;
        this.hasQuestionOperators = syntax.has(Feature.QUESTION_OPERATORS);
    }

    int count() {
        return names.length + positional;
    }

    boolean isNamed() {
        return names.length > 0;
    }

    /** Each name once. */
    Set<String> distinct() {
        return distinct;
    }

    /** The values in the order of the markers. */
    @Nullable
    Object[] resolve(Map<?, ?> values) {
        if (positional > 0) {
            throw new InvalidQueryException("the query has " + places(positional) + ", but named values were given; "
                    + "give a list, or name the parameters :like_this");
        }
        @Nullable Object[] resolved = names.length == 0 ? NO_VALUES : new @Nullable Object[names.length];
        for (int i = 0; i < names.length; i++) {
            Object value = values.get(names[i]);
            if (value == null && !values.containsKey(names[i])) {
                throw mismatch(values.keySet());
            }
            resolved[i] = value;
        }
        if (values.size() != distinct.size()) {
            throw mismatch(values.keySet());
        }
        return resolved;
    }

    @Nullable
    Object[] resolve(List<?> values) {
        if (names.length > 0) {
            throw new InvalidQueryException("the query has named parameters (" + shown(distinct) + "), but "
                    + given(values.size(), "positional value") + "; give a map with these names");
        }
        @Nullable Object[] resolved = values.toArray();
        if (resolved.length != positional) {
            throw new InvalidQueryException("the query has " + places(positional) + ", but "
                    + given(resolved.length, "value") + countRemedy(resolved));
        }
        return resolved;
    }

    private String countRemedy(@Nullable Object[] given) {
        boolean tooMany = given.length > positional;
        boolean oneForSeveral = given.length == 1 && positional > 1;
        if (oneForSeveral && given[0] instanceof Collection<?>) {
            return "; the one value is a collection: give its elements, values(list.toArray()), or sql(text, list)";
        }
        if (oneForSeveral && given[0] instanceof Record) {
            return "; the one value is a record: give its components, or name the parameters :like_them and bind(record)";
        }
        if (tooMany && isList) {
            return "; the whole list is the one value of IN (?): List.of(ids)";
        }
        String inQuotes = tooMany ? quoted.remedy("?") : "";
        if (!inQuotes.isEmpty()) {
            return inQuotes;
        }
        return positional == 0
                ? "; write ? where a value belongs, or :name and give a map"
                : "; give one value for each ?" + (hasQuestionOperators ? ", and write the operator ? as ??" : "");
    }

    private static String given(int count, String what) {
        return count == 1 ? "1 " + what + " was given" : count + " " + what + "s were given";
    }

    private InvalidQueryException mismatch(Set<?> keys) {
        Set<String> given = keys.stream().map(String::valueOf).collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> missing = without(distinct, given);
        Set<String> unused = without(given, distinct);
        if (missing.isEmpty()) {
            String name = unused.iterator().next();
            String inQuotes = quoted.remedy(":" + name);
            return new InvalidQueryException("no parameter of the query takes the value of " + shown(unused)
                    + (!inQuotes.isEmpty()
                            ? inQuotes
                            : suggestion(
                                    NearestName.of(name, distinct),
                                    "leave it out, or write :" + shorten(name) + " where it belongs")));
        }
        String name = missing.iterator().next();
        return new InvalidQueryException(shown(missing)
                + (missing.size() == 1 ? " has no value" : " have no values")
                + (unused.isEmpty() ? "" : ", and no parameter takes " + shown(unused))
                + (unused.contains(":" + name)
                        ? "; give the name without its colon: " + shorten(name)
                        : sameName(name, NearestName.of(name, unused))));
    }

    /** Either may be the wrong one. */
    private static String sameName(String name, @Nullable String nearest) {
        return nearest == null
                ? "; give a value, or null"
                : "; are :" + shorten(name) + " and :" + shorten(nearest) + " the same name, written in two ways?";
    }

    private static String suggestion(@Nullable String nearest, String otherwise) {
        return nearest == null ? "; " + otherwise : "; did you mean :" + shorten(nearest) + "?";
    }

    private static Set<String> without(Set<String> names, Set<String> removed) {
        Set<String> left = new LinkedHashSet<>(names);
        left.removeAll(removed);
        return left;
    }

    private static String places(int count) {
        return count + (count == 1 ? " positional parameter (?)" : " positional parameters (?)");
    }

    private static String shown(Set<String> names) {
        String first = names.stream()
                .limit(SHOWN_NAMES)
                .map(name -> ":" + shorten(name))
                .collect(Collectors.joining(", "));
        return names.size() > SHOWN_NAMES ? first + " and " + (names.size() - SHOWN_NAMES) + " more" : first;
    }

    private static String shorten(String name) {
        return name.length() > SHOWN_LENGTH ? name.substring(0, SHOWN_LENGTH) + "…" : name;
    }
}

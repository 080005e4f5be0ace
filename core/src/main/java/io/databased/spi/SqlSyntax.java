package io.databased.spi;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a database reads SQL text: where its strings, identifiers and comments end, and which characters are operators
 * rather than parameters. Immutable.
 *
 * <p>Raw SQL has two kinds of parameter on every database: {@code ?} in order, or {@code :name}. What is inside a string,
 * a quoted identifier or a comment is never a parameter, so the library has to see them exactly as the database does.
 * {@code ::} is always a cast, {@code :=} an assignment, and {@code ??} the operator {@code ?}, as in JDBC. Inside
 * brackets a colon that touches what stands before it is an array slice ({@code a[low:high]}); after a string it
 * separates a JSON key from its value ({@code JSON_OBJECT('key' :value)}).
 *
 * <p>The constants follow the lexical rules that each database documents in its default mode. A database that runs in
 * another mode, or a product that none of them fits, takes the nearest one {@linkplain #with with} or {@linkplain #without
 * without} single features: {@code SqlSyntax.mysql().without(Feature.BACKSLASH_ESCAPES)} for {@code NO_BACKSLASH_ESCAPES}.
 */
public final class SqlSyntax {
    private static final SqlSyntax STANDARD = new SqlSyntax(EnumSet.of(
            Feature.DOLLAR_QUOTES,
            Feature.NESTED_COMMENTS,
            Feature.BACKTICK_IDENTIFIERS,
            Feature.CARRIAGE_RETURN_ENDS_COMMENT));

    private static final SqlSyntax SQLITE = new SqlSyntax(EnumSet.of(
            Feature.BACKTICK_IDENTIFIERS,
            Feature.BRACKET_IDENTIFIERS,
            Feature.OPEN_COMMENTS,
            Feature.DOLLAR_PARAMETERS,
            Feature.PREFIXED_PARAMETERS));

    private static final SqlSyntax POSTGRESQL = new SqlSyntax(EnumSet.of(
            Feature.DOLLAR_QUOTES,
            Feature.ESCAPE_STRINGS,
            Feature.NESTED_COMMENTS,
            Feature.CARRIAGE_RETURN_ENDS_COMMENT,
            Feature.QUESTION_OPERATORS,
            Feature.DOLLAR_PARAMETERS));

    private static final SqlSyntax MYSQL = new SqlSyntax(EnumSet.of(
            Feature.BACKSLASH_ESCAPES,
            Feature.BACKTICK_IDENTIFIERS,
            Feature.HASH_COMMENTS,
            Feature.SPACED_DASH_COMMENTS,
            Feature.EXECUTABLE_COMMENTS));

    private final Set<Feature> features;

    private SqlSyntax(Set<Feature> features) {
        this.features = Collections.unmodifiableSet(features);
    }

    /** Standard SQL, with what H2 adds to it: the choice for a database that is not known better. */
    public static SqlSyntax standard() {
        return STANDARD;
    }

    /** SQLite; {@code ?1}, {@code :1}, {@code @x}, {@code $x} and {@code #x}, parameters of its own, are refused. */
    public static SqlSyntax sqlite() {
        return SQLITE;
    }

    /** PostgreSQL with {@code standard_conforming_strings} on, the default; {@code $1} is refused. */
    public static SqlSyntax postgresql() {
        return POSTGRESQL;
    }

    /** MySQL and MariaDB in their default {@code sql_mode}; {@code @x} is a user variable and left alone. */
    public static SqlSyntax mysql() {
        return MYSQL;
    }

    /** This syntax and these features. */
    public SqlSyntax with(Feature... added) {
        Set<Feature> changed = copy();
        changed.addAll(Arrays.asList(added));
        return new SqlSyntax(changed);
    }

    /** This syntax without these features. */
    public SqlSyntax without(Feature... removed) {
        Set<Feature> changed = copy();
        Arrays.asList(removed).forEach(changed::remove);
        return new SqlSyntax(changed);
    }

    /** Whether the database reads text by that rule. */
    public boolean has(Feature feature) {
        return features.contains(feature);
    }

    private Set<Feature> copy() {
        Set<Feature> copy = EnumSet.noneOf(Feature.class);
        copy.addAll(features);
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SqlSyntax that && that.features.equals(features);
    }

    @Override
    public int hashCode() {
        return features.hashCode();
    }

    @Override
    public String toString() {
        return "SqlSyntax" + features;
    }

    /** One lexical rule in which databases differ. */
    public enum Feature {
        /** {@code $$text$$} and {@code $tag$text$tag$} are strings. */
        DOLLAR_QUOTES,
        /** A backslash escapes the next character of {@code E'text'}. */
        ESCAPE_STRINGS,
        /** A backslash escapes the next character of {@code 'text'} and {@code "text"}. */
        BACKSLASH_ESCAPES,
        /** {@code `name`} is an identifier. */
        BACKTICK_IDENTIFIERS,
        /** {@code [name]} is an identifier; without this, brackets hold array subscripts. */
        BRACKET_IDENTIFIERS,
        /** {@code #} begins a comment up to the end of the line. */
        HASH_COMMENTS,
        /** {@code //} begins a comment up to the end of the line. */
        SLASH_COMMENTS,
        /** {@code --} begins a comment only if white space or the end of the text follows. */
        SPACED_DASH_COMMENTS,
        /** A carriage return ends a line comment, as a line feed does everywhere. */
        CARRIAGE_RETURN_ENDS_COMMENT,
        /** Block comments nest. */
        NESTED_COMMENTS,
        /** A block comment that is not closed goes up to the end of the text. */
        OPEN_COMMENTS,
        /** The database runs what {@code /*!} holds; such a comment is refused. */
        EXECUTABLE_COMMENTS,
        /** {@code ?|}, {@code ?&} and {@code @?} are operators, not parameters; {@code ?||} and {@code ?&&} still are. */
        QUESTION_OPERATORS,
        /** {@code $1} or {@code $name} is a parameter of the database's own and refused. */
        DOLLAR_PARAMETERS,
        /** {@code @name}, {@code #name} and {@code :1} are parameters of the database's own and refused. */
        PREFIXED_PARAMETERS
    }
}

package io.databased.postgresql;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells from the text of a statement whether it may call what leaves a mark on its connection: any function but those
 * named here, which only compute. A word ahead of a parenthesis is taken for a function wherever it stands, save in
 * {@code INSERT INTO t (…)} and {@code ON CONFLICT (…)}.
 */
final class Calls {
    private static final Set<String> HARMLESS = Set.of(
            ("abs all and any any_value array array_agg array_length array_position as asc avg between bit_and bit_or bool_and"
                            + " bool_or btrim by cardinality case cast ceil char character_length coalesce concat concat_ws count"
                            + " cume_dist current_time current_timestamp date_part date_trunc decimal dense_rank desc"
                            + " distinct else encode end every except exists extract filter first_value float floor format"
                            + " from generate_series greatest group grouping having in initcap intersect interval is join"
                            + " json_agg json_array_length json_build_array json_build_object json_object_agg"
                            + " jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length"
                            + " jsonb_build_array jsonb_build_object jsonb_each jsonb_object_agg jsonb_path_query"
                            + " jsonb_set lag last_value lateral lead least left length like limit localtime"
                            + " localtimestamp lower lpad ltrim make_date make_interval max md5 min mod not now nth_value ntile"
                            + " nullif numeric octet_length offset on only or order over overlaps partition percent_rank"
                            + " percentile_cont percentile_disc pg_sleep position power quote_ident random"
                            + " range rank regexp_matches regexp_replace repeat replace returning reverse right rollup"
                            + " round row row_number row_to_json rows rpad rtrim select sets similar some split_part"
                            + " sqrt stddev string_agg strpos substr substring sum table then time timestamp to_char"
                            + " to_date to_json to_jsonb to_number to_timestamp to_tsquery to_tsvector trim trunc"
                            + " union unnest upper using values varchar variance when where width_bucket window with"
                            + " within")
                    .split(" "));

    /** The beginning of an INSERT, with its list of columns begun if there is one. */
    private static final Pattern INSERT =
            Pattern.compile("\\s*insert\\s+into\\s+[\\w.\"$]+(\\s*\\()?", Pattern.CASE_INSENSITIVE);

    private Calls() {}

    static boolean mayMark(String sql) {
        Matcher beginning = INSERT.matcher(sql);
        boolean inserts = beginning.lookingAt();
        for (int at = sql.indexOf('(', inserts ? beginning.end() : 0); at >= 0; at = sql.indexOf('(', at + 1)) {
            int end = at;
            while (end > 0 && Character.isWhitespace(sql.charAt(end - 1))) {
                end--;
            }
            int start = end;
            while (start > 0 && isOfWord(sql.charAt(start - 1))) {
                start--;
            }
            String word = sql.substring(start, end).toLowerCase(Locale.ROOT);
            if (start < end && !HARMLESS.contains(word) && !(inserts && word.equals("conflict"))) {
                return true;
            }
        }
        return false;
    }

    /** A quoted name, a qualified one and the end of a comment count as words that nobody knows. */
    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '"' || c == '.' || c == '/';
    }
}

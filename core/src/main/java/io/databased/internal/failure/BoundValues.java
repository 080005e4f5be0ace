package io.databased.internal.failure;

import io.databased.DatabaseMessage;
import io.databased.spi.BackendException;
import io.databased.spi.Command;
import io.databased.spi.SqlStates;
import java.lang.Character.UnicodeScript;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the values of a statement out of what is told of its failure, whichever way they have come into it: a driver that
 * writes them into the SQL, a routine that quotes them in the text it raises. Where one stood stands {@code …}; the other
 * words stay.
 *
 * <p>A value is looked for by its letters and digits, whatever their case, and whatever signs are between them: so quotes,
 * escapes and blanks do not hide it. It is found where it is a word or several, and wherever eight of its letters and digits
 * follow each other, because databases cut long values. A number is found in each way to write it. What the database has
 * made of a value, such as its sum with another, is another value.
 *
 * <p>A value such as {@code not} or {@code a} stays where it is a word of a sentence, as sentences are made of these whatever the
 * values are: it tells nothing there, and without it nobody would know what has happened. It goes where a value would be
 * quoted: within signs, behind a colon, or at the end.
 */
public final class BoundValues {
    private static final int PIECE = 8;

    /** Signs that are no letters: fewer are in many texts by chance, and say little. */
    private static final int SIGNS = 3;

    /** No database quotes more of one. */
    private static final int SHOWN_BYTES = 4096;

    /** A server may say megabytes; nobody reads them, and looking through them takes many times their memory. */
    private static final int LONGEST = 10_000;

    /** Of what is not shown, so much is looked at: a value may begin ahead of it. */
    private static final int BEHIND = 200;

    /** Scripts that put nothing between words. */
    private static final Set<UnicodeScript> UNSPACED = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    /** What every sentence has, whatever it is about. */
    private static final Set<String> OF_SENTENCES =
            Set.of(("a an and are as at be been but by can cannot did do does for"
                            + " from had has have if in into is it its must no not of on only or out than that the their there"
                            + " this to too was were when which while will with without")
                    .split(" "));

    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\p{L}\\p{N}])\\d+(?:,\\d{3})*(?:\\.\\d+)?(?:[eE][+-]?\\d{1,3})?(?![\\p{L}\\p{N}])");

    /** What {@link BackendException#ofSet} adds. */
    private static final Pattern OF_SET = Pattern.compile(" \\(set of values \\d+ of \\d+\\)$");

    private static final Pattern BETWEEN_PARTS_OF_A_TIME = Pattern.compile("T|Z|\\[|(?=[-+]\\d\\d:)");

    private final String text;
    private final String letters; // of the text, in lower case
    private final int[] places; // of each of the letters in the text
    private final BitSet hidden = new BitSet();

    private BoundValues(String text) {
        this.text = text.length() > LONGEST + BEHIND ? text.substring(0, LONGEST + BEHIND) : text;
        this.letters = letters(this.text);
        this.places = IntStream.range(0, this.text.length())
                .filter(at -> isLetter(this.text.charAt(at)))
                .toArray();
    }

    /** The failure without the command's values; what the database said stays where it is asked for. */
    public static BackendException without(Command command, BackendException failure) {
        boolean ours = failure.databaseMessage() == null && failure.vendorCode() == null && failure.sqlState() == null;
        String message = failure.getMessage();
        if (ours || message.equals(SqlStates.phrase(failure.kind()))) {
            return failure; // words that quote nothing
        }
        String told = without(command, message, failure.databaseMessage());
        return told.equals(message) ? failure : failure.with(told, failure.kind(), failure.effect(), null);
    }

    private static String without(Command command, String message, @Nullable DatabaseMessage said) {
        Matcher ofSet = OF_SET.matcher(message);
        int end = ofSet.find() ? ofSet.start() : message.length();
        BoundValues told = new BoundValues(message.substring(0, end));
        BoundValues heard = said == null ? null : heard(said);
        told.hide(Arrays.asList(command.values()), heard);
        command.batch().forEach(values -> told.hide(Arrays.asList(values), heard));
        return told.shown() + message.substring(end);
    }

    private static @Nullable BoundValues heard(DatabaseMessage said) {
        String all = said.text() + "\n" + said.detail().orElse("") + "\n"
                + said.hint().orElse("");
        return all.length() > LONGEST ? null : new BoundValues(all); // what is cut off may hold any value
    }

    /** @param said all that the database said; a value that is not in it stands in our own words by chance */
    private void hide(Collection<? extends @Nullable Object> values, @Nullable BoundValues said) {
        for (Object value : values) {
            BitSet found = find(value);
            if (!found.isEmpty() && (said == null || !said.find(value).isEmpty())) {
                hidden.or(found);
            }
        }
    }

    private String shown() {
        StringBuilder shown = new StringBuilder();
        int end = Math.min(text.length(), LONGEST);
        int from = 0;
        for (int at = hidden.nextSetBit(0); at >= 0 && at < end; at = hidden.nextSetBit(from)) {
            shown.append(text, from, at).append('…');
            from = hidden.nextClearBit(at);
        }
        if (from < end) {
            shown.append(text, from, end).append(end < text.length() ? "…" : "");
        }
        return shown.toString();
    }

    // ---- Where a value stands ----

    private BitSet find(@Nullable Object value) {
        BitSet found = new BitSet();
        find(value, found);
        return found;
    }

    private void find(@Nullable Object value, BitSet found) {
        if (value instanceof Collection<?> elements) {
            elements.forEach(element -> find(element, found));
        } else if (value instanceof @Nullable Object[] elements) {
            Arrays.asList(elements).forEach(element -> find(element, found));
        } else if (value instanceof byte[] bytes) {
            byte[] shown = Arrays.copyOf(bytes, Math.min(bytes.length, SHOWN_BYTES));
            findText(HexFormat.of().formatHex(shown), found);
            findText(new String(shown, StandardCharsets.UTF_8), found);
        } else if (value instanceof Temporal) {
            findText(value.toString(), found);
            BETWEEN_PARTS_OF_A_TIME.splitAsStream(value.toString()).forEach(part -> findText(part, found));
        } else if (value != null) {
            findText(value.toString(), found);
            findText(value.toString().replace('\n', 'n').replace('\r', 'r').replace('\t', 't'), found); // escaped
            if (value instanceof Number) {
                findNumber(value.toString(), found);
            }
        }
    }

    private void findText(String value, BitSet found) {
        String wanted = letters(value);
        if (wanted.isEmpty()) {
            findSigns(value.strip(), found);
            return;
        }
        for (int at = letters.indexOf(wanted); at >= 0; at = letters.indexOf(wanted, at + 1)) {
            int start = places[at];
            int end = places[at + wanted.length() - 1] + 1;
            if (!joins(start - 1, start) && !joins(end - 1, end) && !isOfSentence(start, end)) {
                found.set(start, end);
            }
        }
        findPieces(wanted, found);
    }

    /** Whether a word is one of a sentence: in lower case but for its beginning, and between blanks. */
    private boolean isOfSentence(int start, int end) {
        String word = text.substring(start, end);
        String sentence = start == 0 ? word.toLowerCase(Locale.ROOT) : word;
        boolean follows =
                start == 0 || (start > 1 && isOfWord(text.charAt(start - 2)) && text.charAt(start - 1) == ' ');
        return OF_SENTENCES.contains(sentence) && follows && end < text.length() && text.charAt(end) == ' ';
    }

    /** Either may have megabytes: the value is gone through once, and each piece of the text is met once. */
    private void findPieces(String wanted, BitSet found) {
        Map<Long, List<Integer>> left = pieces();
        long key = 0;
        for (int end = 1; end <= wanted.length(); end++) {
            key = next(key, wanted.charAt(end - 1));
            int start = end - PIECE;
            List<Integer> candidates = start < 0 ? null : left.get(key);
            if (candidates != null) {
                candidates.removeIf(at -> {
                    boolean same = letters.regionMatches(at, wanted, start, PIECE);
                    if (same) {
                        found.set(places[at], places[at + PIECE - 1] + 1);
                    }
                    return same;
                });
            }
        }
        toWholeWords(found);
    }

    /** Where the pieces of the text begin, by a key without room for all of their letters: several pieces may have the same. */
    private Map<Long, List<Integer>> pieces() {
        Map<Long, List<Integer>> pieces = new HashMap<>();
        long key = 0;
        for (int end = 1; end <= letters.length(); end++) {
            key = next(key, letters.charAt(end - 1));
            if (end >= PIECE) {
                pieces.computeIfAbsent(key, first -> new ArrayList<>()).add(end - PIECE);
            }
        }
        return pieces;
    }

    private static long next(long key, char letter) {
        return key << (Long.SIZE / PIECE) | (letter & 0xff);
    }

    private void findSigns(String value, BitSet found) {
        if (value.length() >= SIGNS) {
            for (int at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
                found.set(at, at + value.length());
            }
        }
    }

    private void findNumber(String value, BitSet found) {
        BigDecimal wanted;
        try {
            wanted = new BigDecimal(value).abs();
        } catch (NumberFormatException notFinite) {
            return;
        }
        for (Matcher number = NUMBER.matcher(text); number.find(); ) {
            if (new BigDecimal(number.group().replace(",", "")).compareTo(wanted) == 0) {
                found.set(number.start(), number.end());
            }
        }
    }

    /** Each part that was found, from the begin of its first word to the end of its last. */
    private void toWholeWords(BitSet found) {
        for (int start = found.nextSetBit(0); start >= 0; ) {
            int end = found.nextClearBit(start);
            for (int from = start; joins(from - 1, from) && !found.get(from - 1); from--) {
                found.set(from - 1);
            }
            for (int to = end; joins(to - 1, to) && !found.get(to); to++) {
                found.set(to);
            }
            start = found.nextSetBit(end);
        }
    }

    /** Whether the two are of one word. */
    private boolean joins(int before, int after) {
        return before >= 0 && after < text.length() && isOfWord(text.charAt(before)) && isOfWord(text.charAt(after));
    }

    private static boolean isOfWord(char sign) {
        return Character.isLetterOrDigit(sign) && !UNSPACED.contains(UnicodeScript.of(sign));
    }

    private static String letters(String text) {
        StringBuilder letters = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (isLetter(text.charAt(i))) {
                letters.append(Character.toLowerCase(text.charAt(i)));
            }
        }
        return letters.toString();
    }

    /** A letter or digit, or half of a sign beyond the first plane. */
    private static boolean isLetter(char sign) {
        return Character.isLetterOrDigit(sign) || Character.isSurrogate(sign);
    }
}

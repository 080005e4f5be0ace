package io.databased.postgresql;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A type of the server whose values this library reads itself, and how the driver is to hand them over. The driver's own
 * decoders lose the connection over values that Java's types do not have, make lists of texts in braces and other numbers of
 * JSON's.
 *
 * @param oid the server's number for it
 * @param element the type of an array's elements, that of its base if it is a domain; or 0
 * @param delimiter what stands between the elements in the text of an array
 */
record ServerType(int oid, int element, char delimiter) {
    static final int CHAR = 18;
    static final int INT8 = 20;
    static final int OID = 26;
    static final int TEXT = 25;
    static final int BYTEA = 17;
    static final int JSON = 114;
    static final int JSONB = 3802;
    static final int MONEY = 790;
    static final int TIME = 1083;
    static final int TIMETZ = 1266;
    static final int INTERVAL = 1186;
    static final int NUMERIC = 1700;
    static final int UNKNOWN = 705;
    static final int TS_VECTOR = 3614;

    private static final char MARK = '\u0001';

    /** The elements of the arrays that are read in binary. */
    private static final Map<Integer, Integer> ELEMENTS = Map.ofEntries(
            Map.entry(1000, 16), // bool
            Map.entry(1005, 21), // int2
            Map.entry(1007, 23), // int4
            Map.entry(1016, INT8),
            Map.entry(1021, 700), // float4
            Map.entry(1022, 701), // float8
            Map.entry(1003, 19), // name
            Map.entry(1009, TEXT),
            Map.entry(1014, 1042), // char(n)
            Map.entry(1015, 1043), // varchar
            Map.entry(1001, BYTEA),
            Map.entry(1028, OID),
            Map.entry(199, JSON),
            Map.entry(3807, JSONB),
            Map.entry(791, MONEY),
            Map.entry(1182, 1082), // date
            Map.entry(1183, TIME),
            Map.entry(1270, TIMETZ),
            Map.entry(1115, 1114), // timestamp
            Map.entry(1185, 1184), // timestamptz
            Map.entry(1187, INTERVAL),
            Map.entry(1231, NUMERIC),
            Map.entry(2951, 2950)); // uuid

    /** Whether the driver reads the type as it is, whatever the value. */
    static boolean isPlain(int oid) {
        return switch (oid) {
            case 16, BYTEA, 19, INT8, 21, 23, TEXT, 700, 701, 1042, 1043, 1082, 1114, 1184, 2278, 2950 -> true;
            default -> false;
        };
    }

    /** The type, if it is known without asking the server. */
    static @Nullable ServerType builtIn(int oid) {
        Integer element = ELEMENTS.get(oid);
        if (element != null) {
            return new ServerType(oid, element, ',');
        }
        return switch (oid) {
            case CHAR, OID, JSON, JSONB, MONEY, TIME, TIMETZ, INTERVAL, NUMERIC, UNKNOWN, TS_VECTOR -> scalar(oid);
            case 142, 600, 601, 602, 603, 604, 628, 650, 718, 774, 829, 869, 1560, 1562, 2249 -> scalar(oid);
            default -> null;
        };
    }

    /** The elements of an array that the server has itself, 0 of anything else: of a domain over it arrays are made, too. */
    static int elementOf(int oid) {
        return ELEMENTS.getOrDefault(oid, 0);
    }

    static ServerType scalar(int oid) {
        return new ServerType(oid, 0, ',');
    }

    /** The type that the driver is told. It takes texts in their binary form, which is the text, or as the server writes them. */
    int told() {
        return switch (oid) {
            case TIME, MONEY -> INT8;
            case TIMETZ, INTERVAL -> BYTEA;
            default -> BinaryValues.reads(element) ? BYTEA : TS_VECTOR;
        };
    }

    /** The name of a column by which the driver hands the type over to {@link #of}, too. */
    String mark(String column) {
        return column + MARK + oid + MARK + element + MARK + delimiter;
    }

    /** Whether a name could be taken for a marked one, and is to be marked whatever its type. */
    static boolean looksMarked(String column) {
        return column.indexOf(MARK) >= 0;
    }

    /** The type that the column was marked with. */
    static @Nullable ServerType of(String column) {
        if (!looksMarked(column)) {
            return null;
        }
        int end = column.length() - 2; // of the element, with the delimiter behind
        int middle = column.lastIndexOf(MARK, end - 1);
        int start = column.lastIndexOf(MARK, middle - 1);
        return new ServerType(
                Integer.parseInt(column.substring(start + 1, middle)),
                Integer.parseInt(column.substring(middle + 1, end)),
                column.charAt(end + 1));
    }

    /** The name of the column without the mark. */
    static String unmarked(String column) {
        if (!looksMarked(column)) {
            return column;
        }
        int middle = column.lastIndexOf(MARK, column.length() - 3);
        return column.substring(0, column.lastIndexOf(MARK, middle - 1));
    }
}

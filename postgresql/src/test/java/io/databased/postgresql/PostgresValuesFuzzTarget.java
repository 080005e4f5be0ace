package io.databased.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.databased.spi.BackendException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Any bytes as a value of any type: read, or refused without an error of the machine, in a time and with a memory that the
 * bytes are worth. See docs/fuzzing.md.
 */
public final class PostgresValuesFuzzTarget {
    private static final int[] TYPES = {
        16, 17, 18, 19, 20, 21, 23, 25, 26, 114, 3802, 700, 701, 790, 1042, 1043, 1082, 1083, 1114, 1184, 1186, 1266,
        1700, 2950, 600, 705, 99_999
    };

    private PostgresValuesFuzzTarget() {}

    /** Called by the fuzzer, by name; throws what it has found. The first two bytes choose the type and the way to read it. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        int type = TYPES[(data[0] & 0xFF) % TYPES.length];
        byte[] value = Arrays.copyOfRange(data, 2, data.length);
        try {
            switch (data[1] % 3) {
                case 0 -> BinaryValues.read(type, ByteBuffer.wrap(value));
                case 1 -> BinaryValues.array(type, ByteBuffer.wrap(value));
                default -> ArrayText.read(new String(value, UTF_8), ',');
            }
        } catch (BackendException | RuntimeException refused) {
            return; // ColumnReaders makes a BackendException of either
        }
    }
}

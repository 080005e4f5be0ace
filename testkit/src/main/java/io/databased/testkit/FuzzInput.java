package io.databased.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a fuzzer makes for a target that reads what a server sends: options in the first byte, the length of a part in the
 * second, then what is sent.
 */
public final class FuzzInput {
    /** How often a server says the same, if it says it again. */
    public static final int TIMES = 100;

    private static final int HEAD = 2;

    private final byte[] data;

    public FuzzInput(byte[] data) {
        this.data = data;
    }

    /** Whether there is anything to send. */
    public boolean isEmpty() {
        return data.length < HEAD;
    }

    /** One of the options, which are numbered from 0; the last one, 7, is that all is said again and again. */
    public boolean option(int bit) {
        return (data[0] >> bit & 1) != 0;
    }

    /** A number from 0 to 3, out of two options. */
    public int number(int bit) {
        return data[0] >> bit & 3;
    }

    /** Hands over part after part, as long as whoever takes them wants more. */
    public void forEachPart(Predicate<byte[]> takesMore) {
        int length = 1 + (data[1] & 0x7F);
        for (int time = option(7) ? TIMES : 0; time >= 0; time--) {
            for (int from = HEAD; from < data.length; from += length) {
                if (!takesMore.test(Arrays.copyOfRange(data, from, Math.min(data.length, from + length)))) {
                    return;
                }
            }
        }
    }

    /** What a target, which throws it, has found. */
    public static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("does not hold: " + what);
        }
    }

    /** Tries a target of this module with what the fuzzer begins with and what it has found; see docs/fuzzing.md. */
    public static void replay(Class<?> target) throws IOException, ReflectiveOperationException {
        List<Path> kept;
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz", target.getSimpleName()))) {
            kept = files.sorted().toList();
        }
        require(kept.size() > 2, "inputs of " + target.getSimpleName() + " are kept");
        for (Path input : kept) {
            target.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) Files.readAllBytes(input));
        }
    }
}

package io.databased.mysql;

import java.math.BigInteger;

/** Whole numbers of 64 bits without a sign. */
final class Unsigned {
    private Unsigned() {}

    /** A {@link Long}, or a {@link BigInteger} if the number is in the upper half. */
    static Object number(long bits) {
        return bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits));
    }
}

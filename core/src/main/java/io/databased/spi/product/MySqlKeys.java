package io.databased.spi.product;

import io.databased.spi.Command;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The key that MySQL and MariaDB tell of an INSERT: 64 bits without the sign that the column may have. They count up only, so a negative
 * key is one that the statement itself gives, and a large one is that of an unsigned column.
 */
public final class MySqlKeys {
    private MySqlKeys() {}

    /**
     * A {@link Long}, or a {@link BigInteger} for what is beyond 63 bits; null where no key was told.
     *
     * @param bits as the server sent them
     */
    public static @Nullable Object key(long bits, Command command) {
        if (bits >= 0) {
            return bits == 0 ? null : (Long) bits;
        }
        String large = Long.toUnsignedString(bits);
        boolean signed = gives(command, Long.toString(bits)) && !gives(command, large);
        return signed ? (Object) bits : new BigInteger(large);
    }

    private static boolean gives(Command command, String number) {
        return Arrays.stream(command.values()).anyMatch(value -> number.equals(String.valueOf(value)))
                || Pattern.compile("(?<![\\w.])" + number.replace("-", "-\\s*") + "(?![\\w.])")
                        .matcher(command.sql())
                        .find();
    }
}

package io.databased.jdbc.product;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * TIME is a length of time, of up to 838 hours either way. MariaDB's driver writes it as it is. Connector/J loses the sign of
 * those below an hour, and days of those that were prepared on the server, in all its forms but the bytes of the protocol.
 */
final class MySqlTimes {
    private static final Pattern TEXT = Pattern.compile("(-?)(\\d+):(\\d\\d):(\\d\\d)(?:\\.(\\d+))?");

    private MySqlTimes() {}

    /** The value through Connector/J, or through MariaDB's driver if it is used for MySQL. */
    static @Nullable Object byBytes(ResultSet result, int column) throws SQLException {
        byte[] bytes;
        try {
            bytes = result.getBytes(column);
        } catch (SQLDataException notOfConnectorJ) {
            return byText(result, column);
        }
        if (bytes == null) {
            return null;
        }
        boolean text = bytes.length > 0 && bytes[bytes.length - 1] >= '0' && bytes[0] > 1;
        return text ? read(new String(bytes, StandardCharsets.US_ASCII)) : read(ByteBuffer.wrap(bytes));
    }

    static @Nullable Object byText(ResultSet result, int column) throws SQLException {
        String text = result.getString(column);
        return text == null ? null : read(text);
    }

    private static Duration read(String text) throws SQLException {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new SQLDataException(
                    "the driver gives a TIME in a form that is not known; select it as text", "22007");
        }
        String fraction = parts.group(5) == null ? "0" : parts.group(5);
        Duration length = Duration.ofHours(Long.parseLong(parts.group(2)))
                .plusMinutes(Long.parseLong(parts.group(3)))
                .plusSeconds(Long.parseLong(parts.group(4)))
                .plusNanos(new BigDecimal("0." + fraction).movePointRight(9).longValue());
        return parts.group(1).isEmpty() ? length : length.negated();
    }

    /** Sign, days, hours, minutes, seconds, microseconds; without what is zero at the end. */
    private static Duration read(ByteBuffer binary) {
        if (!binary.hasRemaining()) {
            return Duration.ZERO;
        }
        binary.order(ByteOrder.LITTLE_ENDIAN);
        boolean negative = binary.get() == 1;
        Duration length = Duration.ofDays(binary.getInt())
                .plusHours(binary.get())
                .plusMinutes(binary.get())
                .plusSeconds(binary.get());
        length = binary.hasRemaining() ? length.plusNanos(binary.getInt() * 1_000L) : length;
        return negative ? length.negated() : length;
    }

    /** With microseconds, as the server keeps them. */
    static String text(LocalDateTime time) {
        return time.toLocalDate() + " "
                + text(Duration.ofNanos(time.toLocalTime().toNanoOfDay()));
    }

    /** With microseconds, as the server keeps them. */
    static String text(Duration duration) {
        Duration length = duration.abs();
        return String.format(
                Locale.ROOT,
                "%s%02d:%02d:%02d.%06d",
                duration.isNegative() ? "-" : "",
                length.toHours(),
                length.toMinutesPart(),
                length.toSecondsPart(),
                length.toNanosPart() / 1_000);
    }
}

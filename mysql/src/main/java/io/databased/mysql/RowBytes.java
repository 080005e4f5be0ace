package io.databased.mysql;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.databased.vertx.ColumnReaders;
import io.databased.vertx.Exchange;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows in the protocol's binary form: a zero, a bit for each column that is null, and the values of the others one behind
 * the other; and in its text form: one text behind the other, or a mark for null. The bytes of a row are copied out of the network's memory at once, where reading costs less. Confined to the event
 * loop.
 */
final class RowBytes {
    private static final int MOST_KEPT = 1 << 14;
    private static final int FIRST_NULL_BIT = 2;
    private static final byte NULL_TEXT = (byte) 0xFB;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);

    private byte[] kept = new byte[512];
    private byte[] bytes = kept;
    private int at;
    private int end;

    /**
     * Reads a row into an answer.
     *
     * @throws IndexOutOfBoundsException if it ends before its values do
     */
    void read(ByteBuf packet, int from, int length, List<Column> columns, Exchange answer) {
        take(packet, from, length);
        at = 1;
        int nulls = take((columns.size() + FIRST_NULL_BIT + 7) >> 3);
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            int bit = i + FIRST_NULL_BIT;
            if ((bytes[nulls + (bit >> 3)] & (1 << (bit & 7))) == 0
                    && !read(columns.get(i), false, i, values, answer)) {
                break;
            }
        }
        answer.addRow(values);
    }

    /** Reads a row that comes as text, as {@link #read}. */
    void readText(ByteBuf packet, int from, int length, List<Column> columns, Exchange answer) {
        take(packet, from, length);
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            if (!isNextNull() && !read(columns.get(i), true, i, values, answer)) {
                break;
            }
        }
        answer.addRow(values);
    }

    private void take(ByteBuf packet, int from, int length) {
        bytes = room(length);
        packet.getBytes(from, bytes, 0, length);
        end = length;
        at = 0;
    }

    /** A value that is not read fails all that was asked for: a row must not be missing, nor another value in its place. */
    private boolean read(Column column, boolean text, int i, @Nullable Object[] values, Exchange answer) {
        try {
            ColumnType type = column.type();
            values[i] = text ? type.readText(this, column.name()) : type.read(this, column.name());
            return true;
        } catch (IndexOutOfBoundsException endsTooEarly) {
            throw endsTooEarly;
        } catch (RuntimeException unreadable) {
            answer.unreadable(ColumnReaders.unreadable(column.name(), unreadable));
            return false;
        }
    }

    private byte[] room(int length) {
        if (length <= kept.length) {
            return kept;
        }
        byte[] larger = new byte[length];
        if (length <= MOST_KEPT) {
            kept = larger;
        }
        return larger;
    }

    /** Where so many bytes begin, which are read by that. */
    private int take(long count) {
        int from = at;
        if (count < 0 || count > end - from) {
            throw new IndexOutOfBoundsException("a row ends before its values do");
        }
        at = from + (int) count;
        return from;
    }

    private boolean isNextNull() {
        boolean isNull = nextByte() == NULL_TEXT;
        at -= isNull ? 0 : 1;
        return isNull;
    }

    byte nextByte() {
        return bytes[take(Byte.BYTES)];
    }

    short nextShort() {
        return (short) SHORT.get(bytes, take(Short.BYTES));
    }

    int nextInt() {
        return (int) INT.get(bytes, take(Integer.BYTES));
    }

    long nextLong() {
        return (long) LONG.get(bytes, take(Long.BYTES));
    }

    /** What has a length ahead of it, as text. */
    String nextText() {
        int length = length();
        return new String(bytes, take(length), length, StandardCharsets.UTF_8);
    }

    /** What has a length ahead of it. */
    byte[] nextBytes() {
        int length = length();
        byte[] copy = new byte[length];
        System.arraycopy(bytes, take(length), copy, 0, length);
        return copy;
    }

    /** Of what is here by now. */
    private int length() {
        int first = nextByte() & 0xFF;
        long length = switch (first) {
            case 0xFC -> nextShort() & 0xFFFF;
            case 0xFD -> (nextShort() & 0xFFFF) | (nextByte() & 0xFF) << 16;
            case 0xFE -> nextLong();
            default -> first;
        };
        if (length < 0 || length > end - at) {
            throw new IndexOutOfBoundsException("a value is longer than its row");
        }
        return (int) length;
    }
}

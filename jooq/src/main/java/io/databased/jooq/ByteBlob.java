package io.databased.jooq;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;

/** Bytes as a large object, which jOOQ's bindings want on H2 and DuckDB: written and read in one piece. */
final class ByteBlob implements Blob {
    private byte[] bytes;

    ByteBlob(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public byte[] getBytes(long position, int length) {
        int from = Math.toIntExact(position - 1);
        return Arrays.copyOfRange(bytes, from, Math.min(from + length, bytes.length));
    }

    @Override
    public InputStream getBinaryStream() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public InputStream getBinaryStream(long position, long length) {
        return new ByteArrayInputStream(getBytes(position, Math.toIntExact(length)));
    }

    @Override
    public int setBytes(long position, byte[] value) throws SQLException {
        if (position != 1) {
            throw unsupported();
        }
        bytes = value.clone();
        return bytes.length;
    }

    @Override
    public int setBytes(long position, byte[] value, int offset, int length) throws SQLException {
        return setBytes(position, Arrays.copyOfRange(value, offset, offset + length));
    }

    @Override
    public void free() {
        // Memory only; what was bound outlives the binding.
    }

    @Override
    public long position(byte[] pattern, long start) throws SQLException {
        throw unsupported();
    }

    @Override
    public long position(Blob pattern, long start) throws SQLException {
        throw unsupported();
    }

    @Override
    public OutputStream setBinaryStream(long position) throws SQLException {
        throw unsupported();
    }

    @Override
    public void truncate(long length) throws SQLException {
        throw unsupported();
    }

    private static SQLException unsupported() {
        return new SQLFeatureNotSupportedException("a large object is written in one piece here; use setBytes");
    }
}

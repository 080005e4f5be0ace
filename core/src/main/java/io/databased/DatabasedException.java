package io.databased;

import org.jspecify.annotations.Nullable;

/**
 * The root of every failure that this library reports. Unchecked; each subclass says what the caller can do about it.
 *
 * <p>A message never holds a password or a bound value. A failure of the driver underneath is kept as {@linkplain
 * #getCause() cause}; failures met while cleaning up are kept as {@linkplain #getSuppressed() suppressed}.
 */
public class DatabasedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatabasedException(String message) {
        this(message, null);
    }

    public DatabasedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

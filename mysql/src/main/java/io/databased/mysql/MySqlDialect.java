package io.databased.mysql;

import io.databased.SessionOptions;
import io.databased.spi.SqlDialect;
import io.databased.spi.SqlSyntax;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * MySQL's SQL, by the name of the product in the URL: MySQL or MariaDB. MySQL takes a parameter for a text where its place does
 * not tell the type, and makes one of the value that comes: of bytes a text with {@code \uFFFD} in it, of times one without the
 * parts of a second, or null. So the type of such values is written beside them. MariaDB takes each value as it is. Which of the
 * two it is the server tells, once there is a connection. Thread-safe.
 */
final class MySqlDialect implements SqlDialect {
    /** Means that whatever {@code completion_type} says, by which a plain COMMIT may begin anew, or leave the server. */
    static final String COMMIT = "COMMIT AND NO CHAIN NO RELEASE";

    static final String ROLLBACK = "ROLLBACK AND NO CHAIN NO RELEASE";

    private final String name;
    private volatile boolean mySql;

    MySqlDialect(String name) {
        this.name = name;
        this.mySql = name.equals("mysql");
    }

    /** The server has told which product it is. */
    void servedBy(boolean isMySql) {
        mySql = isMySql;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public SqlSyntax syntax() {
        return SqlSyntax.mysql();
    }

    @Override
    public String placeholder(int index, @Nullable Object value, Place place) {
        String type = place == Place.ASSIGNED ? storedType(value) : type(value, place);
        return type == null ? "?" : "CAST(? AS " + type + ")";
    }

    /** What is stored alone needs no type, but for the parts of a second in a text. */
    private @Nullable String storedType(@Nullable Object value) {
        boolean time = value instanceof LocalDateTime || value instanceof OffsetDateTime;
        return time && mySql ? "DATETIME(6)" : null;
    }

    private @Nullable String type(@Nullable Object value, Place place) {
        if (value instanceof Duration time) {
            return ParameterValues.isTypable(time) && (mySql || !ParameterValues.isTime(time)) ? "TIME(6)" : null;
        }
        if (!mySql) {
            return null;
        }
        if (value instanceof LocalTime) {
            return "TIME(6)";
        }
        if (value instanceof byte[]) {
            return "BINARY";
        }
        boolean unsigned = value instanceof BigInteger number && ParameterValues.isUnsigned(number);
        return unsigned && place == Place.UNTOLD ? "UNSIGNED" : storedType(value);
    }

    /** Without the isolation, which these servers want in a statement of its own: {@link #isolation}. */
    @Override
    public String begin(SessionOptions options) {
        return options.readOnly() ? "START TRANSACTION READ ONLY" : "START TRANSACTION";
    }

    @Override
    public String commit() {
        return COMMIT;
    }

    @Override
    public String rollback() {
        return ROLLBACK;
    }

    /** Holds for the next transaction only, and leaves no mark on the connection. */
    static String isolation(SessionOptions options) {
        return options.isolation()
                .map(level -> "SET TRANSACTION ISOLATION LEVEL " + level.sql())
                .orElse("");
    }

    @Override
    public boolean definitionCommits() {
        return true;
    }
}

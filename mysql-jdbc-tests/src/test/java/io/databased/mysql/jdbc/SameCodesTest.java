package io.databased.mysql.jdbc;

import static io.databased.testkit.Futures.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.databased.ConnectionLostException;
import io.databased.Database;
import io.databased.DatabasedException;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.databased.spi.product.MySqlCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server says means the same whichever way it comes. */
class SameCodesTest extends SameServer {
    /** Those that one of the drivers takes for the end of the connection by itself: too many, cut off, in doubt. */
    private static final Set<Integer> ENDING_CONNECTIONS = Set.of(1040, 1047, MySqlCodes.ERROR_DURING_COMMIT);

    private static String told(Database way, int code, String state) {
        DatabasedException failure = failure(
                way.execute("SIGNAL SQLSTATE '" + state + "' SET MYSQL_ERRNO = " + code), DatabasedException.class);
        if (failure instanceof ConnectionLostException) {
            return "lost";
        }
        return failure instanceof StatementException refused ? refused.kind().name() : failure.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HY000", "45000"})
    void everyKnownCodeHasOneKind(String state) {
        List<String> differences = new ArrayList<>();
        Set<Integer> codes = new TreeSet<>(MySqlCodes.known());
        codes.removeAll(ENDING_CONNECTIONS);
        for (int code : codes) {
            String expected = MySqlCodes.losesConnection(code, null)
                    ? "lost"
                    : MySqlCodes.kind(code, state).name();
            ways.forEach((name, way) -> {
                String told = told(way, code, state);
                if (!told.equals(expected)) {
                    differences.add(name + " " + code + ": " + told + " instead of " + expected);
                }
            });
        }
        assertThat(differences).isEmpty();
        assertThat(codes).hasSizeGreaterThan(80);
    }

    /** A refusal to wait, and a full table of locks: both may be run again. */
    @ParameterizedTest
    @ValueSource(ints = {1205, 1206, 3572})
    void busyIsRetryableByEveryWay(int code) {
        ways.forEach(
                (name, way) -> assertThat(told(way, code, "HY000")).as(name).isEqualTo(Kind.BUSY.name()));
    }

    @Test
    void unknownCodesGoByTheirSqlState() {
        ways.forEach((name, way) -> {
            assertThat(told(way, 31_000, "22001")).as(name).isEqualTo("DATA");
            assertThat(told(way, 31_000, "45000")).as(name).isEqualTo("OTHER");
        });
    }
}

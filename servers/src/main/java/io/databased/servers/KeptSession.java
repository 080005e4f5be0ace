package io.databased.servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** An administrator's session that stays open, as to log in takes longer than what is said; a new one where it has ended. */
final class KeptSession {
    private static final int ANSWER_SECONDS = 10;

    private final Login login;
    private final ReentrantLock oneByOne = new ReentrantLock();
    private @Nullable Connection connection;

    KeptSession(Login login) {
        this.login = login;
    }

    @FunctionalInterface
    interface Login {
        Connection connect() throws SQLException;
    }

    void execute(String... statements) {
        oneByOne.lock();
        try (Statement statement = alive().createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            oneByOne.unlock();
        }
    }

    private Connection alive() throws SQLException {
        Connection kept = connection;
        if (kept != null && kept.isValid(ANSWER_SECONDS)) {
            return kept;
        }
        if (kept != null) {
            kept.close();
        }
        Connection opened = login.connect();
        connection = opened;
        return opened;
    }
}

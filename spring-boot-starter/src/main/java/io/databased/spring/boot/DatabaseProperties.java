package io.databased.spring.boot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/** The settings of one database. */
public class DatabaseProperties {
    /** Where the database is: sqlite:///films.sqlite, postgresql://server/films, jdbc:… */
    private @Nullable String url;
    /** The user, in place of one in the URL. */
    private @Nullable String username;
    /** The password, in place of one in the URL. */
    private @Nullable String password;
    /** The longest that a statement may take. No limit by default. */
    private @Nullable Duration statementTimeout;
    /** The longest that COMMIT may go unanswered. Default 30s. */
    private @Nullable Duration commitTimeout;

    /** Statements that take longer are logged as a warning. None by default. */
    private @Nullable Duration slowStatement;

    /** Statements that are run on each new connection, and again when it is reset. */
    private List<String> connectionInitSql = new ArrayList<>();

    public @Nullable String getUrl() {
        return url;
    }

    public void setUrl(@Nullable String url) {
        this.url = url;
    }

    public @Nullable String getUsername() {
        return username;
    }

    public void setUsername(@Nullable String username) {
        this.username = username;
    }

    public @Nullable String getPassword() {
        return password;
    }

    public void setPassword(@Nullable String password) {
        this.password = password;
    }

    public @Nullable Duration getStatementTimeout() {
        return statementTimeout;
    }

    public void setStatementTimeout(@Nullable Duration statementTimeout) {
        this.statementTimeout = statementTimeout;
    }

    public @Nullable Duration getCommitTimeout() {
        return commitTimeout;
    }

    public void setCommitTimeout(@Nullable Duration commitTimeout) {
        this.commitTimeout = commitTimeout;
    }

    public @Nullable Duration getSlowStatement() {
        return slowStatement;
    }

    public void setSlowStatement(@Nullable Duration slowStatement) {
        this.slowStatement = slowStatement;
    }

    public List<String> getConnectionInitSql() {
        return connectionInitSql;
    }

    public void setConnectionInitSql(List<String> connectionInitSql) {
        this.connectionInitSql = connectionInitSql;
    }

    /** Whether errors name the line of the caller. */
    private boolean callerLines = true;

    /** Whether everything is rolled back when the application stops: for tests. That of the default database holds for all. */
    private boolean forceRollback;

    @NestedConfigurationProperty
    private final PoolProperties pool = new PoolProperties();

    public boolean isCallerLines() {
        return callerLines;
    }

    public void setCallerLines(boolean callerLines) {
        this.callerLines = callerLines;
    }

    public boolean isForceRollback() {
        return forceRollback;
    }

    public void setForceRollback(boolean forceRollback) {
        this.forceRollback = forceRollback;
    }

    public PoolProperties getPool() {
        return pool;
    }
}

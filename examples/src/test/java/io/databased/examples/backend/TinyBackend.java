package io.databased.examples.backend;

import io.databased.StatementException.Kind;
import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.spi.DatabaseBackend;
import io.databased.spi.SessionBackend;
import io.databased.spi.SqlDialect;
import io.databased.spi.SqlSyntax;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

// tag::backend
/** Opens connections, and says what the core must know of the database. */
final class TinyBackend implements DatabaseBackend {
    private static final SqlDialect DIALECT = new SqlDialect() {
        @Override
        public String name() {
            return "h2";
        }

        @Override
        public SqlSyntax syntax() {
            return SqlSyntax.standard();
        }

        @Override
        public boolean definitionCommits() {
            return true;
        }
    };

    private final String jdbcUrl;

    TinyBackend(String database) {
        this.jdbcUrl = "jdbc:h2:mem:" + database + ";DB_CLOSE_DELAY=-1";
    }

    @Override
    public SqlDialect dialect() {
        return DIALECT;
    }

    @Override
    public int maxConnections(Role role, int wanted) {
        return role == Role.PRIMARY ? wanted : 0; // no replicas
    }

    @Override
    public CompletionStage<SessionBackend> open(Role role) {
        CompletableFuture<SessionBackend> opened = new CompletableFuture<>();
        ConnectionThread.start(thread -> {
            try {
                opened.complete(new TinyConnection(DriverManager.getConnection(jdbcUrl), thread));
            } catch (SQLException e) {
                opened.completeExceptionally(new BackendException(e.getMessage(), Kind.SYSTEM, Effect.NOT_SENT, e));
                thread.end();
            }
        });
        return opened;
    }

    @Override
    public boolean permanent(Throwable openFailure) {
        return false;
    }

    @Override
    public boolean onBackendThread() {
        return Thread.currentThread() instanceof ConnectionThread;
    }

    @Override
    public CompletionStage<Void> close() {
        return CompletableFuture.completedFuture(null);
    }
}
// end::backend

package io.databased.benchmarks.peers;

import io.databased.DatabaseUrl;
import io.databased.benchmarks.Movie;
import io.databased.benchmarks.peers.Operation.Answer;
import io.databased.benchmarks.peers.Operation.Asynchronous;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/** The Vert.x clients, their rows read by hand; statements are prepared and cached. */
final class VertxSide implements Side {
    private static final int PIPELINED = 256;

    private final Vertx vertx;
    private final SqlClient client;
    private final String marker;
    private final Executor executor;

    private VertxSide(Vertx vertx, SqlClient client, String marker, Executor executor) {
        this.vertx = vertx;
        this.client = client;
        this.marker = marker;
        this.executor = executor;
    }

    /** The pool; callers go on where they are answered, on the event loop. */
    static Side pool(DatabaseUrl url, int connections) {
        return open(url, new PoolOptions().setMaxSize(connections), true, Runnable::run);
    }

    /** The pool, its connections on as many event loops as there are processors; by default all are on one. */
    static Side loops(DatabaseUrl url, int connections) {
        int loops = Runtime.getRuntime().availableProcessors();
        return open(url, new PoolOptions().setMaxSize(connections).setEventLoopSize(loops), true, Runnable::run);
    }

    /** The pool; callers go on on an executor, such as is the default for ours on a JDK without virtual threads. */
    static Side hop(DatabaseUrl url, int connections) {
        int threads = Runtime.getRuntime().availableProcessors();
        return open(
                url,
                new PoolOptions().setMaxSize(connections),
                true,
                new ForkJoinPool(threads, ForkJoinPool.defaultForkJoinWorkerThreadFactory, null, true));
    }

    /** The client without transactions, which sends a statement before the last was answered. */
    static Side pipelining(DatabaseUrl url, int connections) {
        return open(url, new PoolOptions().setMaxSize(connections), false, Runnable::run);
    }

    private static Side open(DatabaseUrl url, PoolOptions options, boolean pool, Executor executor) {
        Vertx vertx = Vertx.vertx();
        boolean postgresql = url.scheme().equals("postgresql");
        SqlConnectOptions login = postgresql
                ? new PgConnectOptions().setPipeliningLimit(PIPELINED)
                : new MySQLConnectOptions().setPipeliningLimit(pool ? 1 : PIPELINED);
        ClientBuilder<? extends SqlClient> builder;
        if (postgresql) {
            builder = pool ? PgBuilder.pool() : PgBuilder.client();
        } else {
            builder = pool ? MySQLBuilder.pool() : MySQLBuilder.client();
        }
        SqlClient client = builder.with(options)
                .connectingTo(login(login, url))
                .using(vertx)
                .build();
        return new VertxSide(vertx, client, postgresql ? "$1" : "?", executor);
    }

    private static SqlConnectOptions login(SqlConnectOptions login, DatabaseUrl url) {
        DatabaseUrl.Host host = url.hosts().get(0);
        login.setHost(host.name())
                .setPort(host.port().orElseThrow())
                .setUser(url.user().orElseThrow())
                .setDatabase(url.database().orElseThrow())
                .setCachePreparedStatements(true);
        url.password().ifPresent(login::setPassword);
        return login;
    }

    @Override
    public Operation select() {
        String select = Movies.byKey(marker);
        return (Asynchronous) answer -> client.preparedQuery(select)
                .execute(Tuple.of(Movies.key()))
                .onComplete((rows, failure) -> executor.execute(
                        () -> answer.accept(failure == null ? movies(rows).get(0) : null, failure)));
    }

    @Override
    public Operation fetch(int count) {
        String select = Movies.first(marker);
        return (Asynchronous) answer -> client.preparedQuery(select)
                .execute(Tuple.of((long) count))
                .onComplete((rows, failure) ->
                        executor.execute(() -> answer.accept(failure == null ? movies(rows) : null, failure)));
    }

    private static List<Movie> movies(RowSet<Row> rows) {
        List<Movie> movies = new ArrayList<>(rows.size());
        for (Row row : rows) {
            movies.add(new Movie(row.getLong(0), row.getString(1), row.getInteger(2)));
        }
        return movies;
    }

    @Override
    public Operation session(int nested) {
        if (!(client instanceof Pool pool)) {
            throw new UnsupportedOperationException("no transactions without a pool");
        }
        String update = Movies.update(marker);
        return (Asynchronous) answer -> {
            long key = Movies.key();
            pool.withTransaction(connection -> updates(connection, update, key, nested))
                    .onComplete(answer(answer));
        };
    }

    private static Future<Integer> updates(SqlConnection connection, String update, long key, int nested) {
        Future<Integer> last = update(connection, update, key);
        for (int child = 1; child <= nested; child++) {
            long next = key + child;
            last = last.compose(before -> connection.query("SAVEPOINT child").execute())
                    .compose(begun -> update(connection, update, next))
                    .compose(updated -> connection
                            .query("RELEASE SAVEPOINT child")
                            .execute()
                            .map(updated));
        }
        return last;
    }

    private static Future<Integer> update(SqlConnection connection, String update, long key) {
        return connection.preparedQuery(update).execute(Tuple.of(key)).map(RowSet::rowCount);
    }

    private Completable<Integer> answer(Answer answer) {
        return (updated, failure) -> executor.execute(() -> answer.accept(updated, failure));
    }

    @Override
    public void close() {
        client.close().await();
        vertx.close().await();
    }
}

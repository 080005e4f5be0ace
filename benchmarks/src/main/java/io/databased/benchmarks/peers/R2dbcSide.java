package io.databased.benchmarks.peers;

import io.databased.DatabaseUrl;
import io.databased.benchmarks.Movie;
import io.databased.benchmarks.peers.Operation.Answer;
import io.databased.benchmarks.peers.Operation.Asynchronous;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Result;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The pool of R2DBC and its PostgreSQL driver, rows read by hand; statements are prepared and cached by default. */
final class R2dbcSide implements Side {
    private final ConnectionPool pool;

    private R2dbcSide(ConnectionPool pool) {
        this.pool = pool;
    }

    static Side pool(DatabaseUrl url, int connections) {
        DatabaseUrl.Host host = url.hosts().get(0);
        PostgresqlConnectionConfiguration login = PostgresqlConnectionConfiguration.builder()
                .host(host.name())
                .port(host.port().orElseThrow())
                .username(url.user().orElseThrow())
                .password(url.password().orElse(null))
                .database(url.database().orElseThrow())
                .build();
        return new R2dbcSide(
                new ConnectionPool(ConnectionPoolConfiguration.builder(new PostgresqlConnectionFactory(login))
                        .initialSize(connections)
                        .maxSize(connections)
                        .build()));
    }

    @Override
    public Operation select() {
        String select = Movies.byKey("$1");
        return asynchronous(() -> with(connection -> Flux.from(
                        connection.createStatement(select).bind(0, Movies.key()).execute())
                .flatMap(result -> result.map(R2dbcSide::movie))
                .next()));
    }

    @Override
    public Operation fetch(int count) {
        String select = Movies.first("$1");
        return asynchronous(() -> with(connection -> Flux.from(
                        connection.createStatement(select).bind(0, (long) count).execute())
                .flatMap(result -> result.map(R2dbcSide::movie))
                .collectList()));
    }

    private <T> Mono<T> with(Function<Connection, Mono<T>> work) {
        return Mono.usingWhen(pool.create(), work, Connection::close);
    }

    private static Movie movie(Readable row) {
        return new Movie(row.get(0, Long.class), row.get(1, String.class), row.get(2, Integer.class));
    }

    @Override
    public Operation session(int nested) {
        String update = Movies.update("$1");
        return asynchronous(() -> Mono.usingWhen(
                pool.create()
                        .flatMap(connection ->
                                Mono.from(connection.beginTransaction()).thenReturn(connection)),
                connection -> updates(connection, update, Movies.key(), nested),
                connection -> Mono.from(connection.commitTransaction()).then(Mono.from(connection.close())),
                (connection, failure) -> rollback(connection),
                R2dbcSide::rollback));
    }

    private static Mono<Void> rollback(Connection connection) {
        return Mono.from(connection.rollbackTransaction()).then(Mono.from(connection.close()));
    }

    private static Mono<Integer> updates(Connection connection, String update, long key, int nested) {
        Mono<Integer> all = update(connection, update, key);
        for (int child = 1; child <= nested; child++) {
            Mono<Integer> own = update(connection, update, key + child);
            all = all.then(Mono.from(connection.createSavepoint("child")))
                    .then(own)
                    .flatMap(updated ->
                            Mono.from(connection.releaseSavepoint("child")).thenReturn(updated));
        }
        return all;
    }

    private static Mono<Integer> update(Connection connection, String update, long key) {
        return Mono.defer(
                () -> Flux.from(connection.createStatement(update).bind(0, key).execute())
                        .flatMap(Result::getRowsUpdated)
                        .next()
                        .map(Long::intValue));
    }

    private static Operation asynchronous(Supplier<? extends Mono<?>> work) {
        return (Asynchronous) answer -> subscribe(work.get(), answer);
    }

    private static void subscribe(Mono<?> work, Answer answer) {
        work.subscribe(value -> answer.accept(value, null), failure -> answer.accept(null, failure));
    }

    @Override
    public void close() {
        pool.dispose();
    }
}

package io.databased.vertx.connect;

import io.databased.spi.BackendException;
import io.databased.spi.BackendException.Effect;
import io.databased.vertx.runtime.VertxRuntime;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Opens a connection to the first of several hosts that lets us in: in the order of the URL, those that lately gave no answer
 * last. Thread-safe.
 *
 * @param <H> a host, whose text names it in messages
 */
public final class HostsInTurn<H> {
    private final List<H> hosts;
    private final HostOrder order;
    private final BiFunction<H, Throwable, BackendException> wording;
    private final Predicate<Throwable> permanent;
    private final SilentHosts<H> silent = new SilentHosts<>();

    /**
     * @param wording says why a host would not do
     * @param permanent whether trying such a host again does not help
     */
    public HostsInTurn(
            List<H> hosts,
            HostOrder order,
            BiFunction<H, Throwable, BackendException> wording,
            Predicate<Throwable> permanent) {
        this.hosts = hosts;
        this.order = order;
        this.wording = wording;
        this.permanent = permanent;
    }

    /**
     * Tries one host after the other. Nothing is left of an attempt that fails or is given up.
     *
     * @param givenUp completes when nobody waits any more
     * @param login opens a connection to a host, within its limit, on the event loop of the attempt
     * @return the first that was opened, or a {@link BackendException} that tells of every host
     */
    public <C> Future<C> open(
            VertxRuntime runtime, CompletionStage<?> givenUp, BiFunction<Attempt, H, Future<C>> login) {
        Iterator<H> arranged = silent.last(order.arranged(hosts)).iterator();
        return next(runtime, arranged, givenUp.toCompletableFuture(), login, new ArrayList<>());
    }

    private <C> Future<C> next(
            VertxRuntime runtime,
            Iterator<H> left,
            CompletableFuture<?> givenUp,
            BiFunction<Attempt, H, Future<C>> login,
            List<BackendException> failures) {
        if (!failures.isEmpty() && (!left.hasNext() || givenUp.isDone())) {
            return Future.failedFuture(all(failures));
        }
        Attempt attempt;
        try {
            attempt = new Attempt(runtime.newContext());
        } catch (BackendException noEventLoops) {
            return Future.failedFuture(noEventLoops);
        }
        H host = left.next();
        givenUp.thenRun(attempt::end);
        return login.apply(attempt, host)
                .onSuccess(opened -> attempt.over())
                .onFailure(failure -> attempt.end())
                .onComplete(opened -> silent.tried(host, opened.cause()))
                .recover(failure -> {
                    failures.add(wording.apply(host, failure));
                    return next(runtime, left, givenUp, login, failures);
                });
    }

    /** Carries a code of the database's only if trying again helps with no host. */
    private BackendException all(List<BackendException> failures) {
        BackendException last = failures.get(failures.size() - 1);
        if (failures.size() == 1) {
            return last;
        }
        StringBuilder message = new StringBuilder("none of the " + failures.size() + " servers will do");
        failures.forEach(failure -> message.append("; ").append(failure.getMessage()));
        boolean inVain = failures.stream().allMatch(permanent);
        BackendException all = new BackendException(
                message.toString(),
                last.kind(),
                Effect.NOT_SENT,
                inVain ? last.sqlState() : null,
                inVain ? last.vendorCode() : null,
                last.getCause());
        failures.forEach(all::addSuppressed);
        return all;
    }
}

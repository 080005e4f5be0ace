package io.databased.vertx.connect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of a URL that lately gave no answer, so that not each new connection waits for them: for ten seconds they are
 * tried after the others. Thread-safe.
 *
 * @param <H> a host
 */
public final class SilentHosts<H> {
    private static final long MEMORY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier nanoClock;
    private final Map<H, Long> silentSince = new ConcurrentHashMap<>();

    public SilentHosts() {
        this(System::nanoTime);
    }

    /** @param nanoClock as {@link System#nanoTime} */
    public SilentHosts(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Remembers what came of trying to connect: null if the host let us in. */
    public void tried(H host, @Nullable Throwable failure) {
        if (failure instanceof TimeoutException) {
            silentSince.put(host, nanoClock.getAsLong());
        } else {
            silentSince.remove(host);
        }
    }

    /** The same hosts in the same order, the silent ones behind the others. */
    public List<H> last(List<H> hosts) {
        if (silentSince.isEmpty()) {
            return hosts;
        }
        List<H> first = new ArrayList<>(hosts.size());
        List<H> last = new ArrayList<>();
        for (H host : hosts) {
            (isSilent(host) ? last : first).add(host);
        }
        first.addAll(last);
        return first;
    }

    private boolean isSilent(H host) {
        Long since = silentSince.get(host);
        return since != null && nanoClock.getAsLong() - since < MEMORY_NANOS;
    }
}

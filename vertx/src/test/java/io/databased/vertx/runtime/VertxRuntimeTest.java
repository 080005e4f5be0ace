package io.databased.vertx.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.spi.BackendException;
import io.vertx.core.Vertx;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
final class VertxRuntimeTest {
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
        System.clearProperty(EventLoops.PROPERTY);
    }

    /** Of a database that is built under a class loader of its own, as in a container. */
    private static VertxRuntime runtimeOfAnApplication() {
        Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[0]));
        return new VertxRuntime();
    }

    private static void release(VertxRuntime runtime) throws Exception {
        runtime.release().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void isRefusedAfterItsRelease() throws Exception {
        VertxRuntime runtime = new VertxRuntime();
        runtime.vertx();
        release(runtime);

        assertThatThrownBy(runtime::vertx)
                .isInstanceOf(BackendException.class)
                .hasMessage("the database was disconnected");
        assertThatThrownBy(runtime::newContext).isInstanceOf(BackendException.class);
    }

    @Test
    void isRefusedAfterItsReleaseAlthoughItWasNeverStarted() throws Exception {
        VertxRuntime runtime = new VertxRuntime();
        release(runtime);

        assertThatThrownBy(runtime::vertx).isInstanceOf(BackendException.class);
    }

    @Test
    void anotherOneForTheSameDatabaseStartsAfterTheRelease() throws Exception {
        VertxRuntime runtime = runtimeOfAnApplication();
        Vertx first = runtime.vertx();
        release(runtime);
        VertxRuntime again = runtime.another();

        assertThat(again.vertx()).isNotSameAs(first);

        release(again);
    }

    @Test
    void releasedTwiceItLetsGoOnce() throws Exception {
        VertxRuntime one = runtimeOfAnApplication();
        VertxRuntime other = one.another();
        Vertx vertx = one.vertx();
        assertThat(other.vertx()).isSameAs(vertx);

        release(one);
        release(one);

        assertThat(one.another().vertx()).as("still there for the other").isSameAs(vertx);
        release(other);
    }

    @Test
    void databasesOfDifferentApplicationsDoNotShareEventLoops() throws Exception {
        VertxRuntime one = runtimeOfAnApplication();
        VertxRuntime other = runtimeOfAnApplication();

        assertThat(one.vertx()).isNotSameAs(other.vertx());

        release(one);
        release(other);
    }

    @Test
    void eventLoopsHaveTheContextClassLoaderOfWhoBuiltTheDatabase() throws Exception {
        assertThatLoopsHaveTheClassLoaderOfTheApplication();
    }

    @Test
    void plainEventLoopsHaveItToo() throws Exception {
        System.setProperty(EventLoops.PROPERTY, EventLoops.PLAIN);

        assertThatLoopsHaveTheClassLoaderOfTheApplication();
    }

    private void assertThatLoopsHaveTheClassLoaderOfTheApplication() throws Exception {
        VertxRuntime runtime = runtimeOfAnApplication();
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(before); // who connects is not who built it

        CompletableFuture<ClassLoader> seen = new CompletableFuture<>();
        runtime.newContext()
                .runOnContext(none -> seen.complete(Thread.currentThread().getContextClassLoader()));

        assertThat(seen.get()).isSameAs(application);
        release(runtime);
    }

    @Test
    void plainEventLoopsMustNotBlockEither() throws Exception {
        System.setProperty(EventLoops.PROPERTY, EventLoops.PLAIN);
        VertxRuntime runtime = runtimeOfAnApplication();

        CompletableFuture<Boolean> known = new CompletableFuture<>();
        runtime.newContext().runOnContext(none -> known.complete(VertxRuntime.onEventLoop()));

        assertThat(known.get()).isTrue();
        assertThat(VertxRuntime.onEventLoop()).isFalse();
        release(runtime);
    }
}

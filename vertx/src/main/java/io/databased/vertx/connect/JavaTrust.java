package io.databased.vertx.connect;

import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.function.Function;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Trusts the authorities that Java trusts. What {@link TrustOptions#wrap} makes would need SLF4J. */
final class JavaTrust implements TrustOptions {
    @Override
    public TrustOptions copy() {
        return this;
    }

    @Override
    public TrustManagerFactory getTrustManagerFactory(Vertx vertx) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory;
    }

    @Override
    public Function<String, TrustManager[]> trustManagerMapper(Vertx vertx) throws GeneralSecurityException {
        TrustManager[] managers = getTrustManagerFactory(vertx).getTrustManagers();
        return serverName -> managers;
    }
}

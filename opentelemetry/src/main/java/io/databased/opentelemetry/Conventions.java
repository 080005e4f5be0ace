package io.databased.opentelemetry;

import io.databased.ConnectionFailedException;
import io.databased.DatabaseObserver.DatabaseInfo;
import io.databased.StatementException;
import io.databased.StatementException.Kind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names of the semantic conventions for database clients, and those of our own. */
final class Conventions {
    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");
    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    static final AttributeKey<String> COLLECTION = AttributeKey.stringKey("db.collection.name");
    static final AttributeKey<String> SUMMARY = AttributeKey.stringKey("db.query.summary");
    static final AttributeKey<String> TEXT = AttributeKey.stringKey("db.query.text");
    static final AttributeKey<Long> BATCH = AttributeKey.longKey("db.operation.batch.size");
    static final AttributeKey<Long> ROWS = AttributeKey.longKey("db.response.returned_rows");
    static final AttributeKey<String> STATUS = AttributeKey.stringKey("db.response.status_code");
    static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
    static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    static final AttributeKey<String> POOL = AttributeKey.stringKey("db.client.connection.pool.name");
    static final AttributeKey<String> STATE = AttributeKey.stringKey("db.client.connection.state");
    static final AttributeKey<String> SESSION = AttributeKey.stringKey("databased.session.name");
    static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("databased.session.attempt");
    static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("databased.session.outcome");

    /** In seconds, as the conventions advise. */
    static final List<Double> BUCKETS = List.of(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0);

    private Conventions() {}

    /** The name of the product in the conventions. */
    static String system(DatabaseInfo database) {
        String name = database.product().toLowerCase(Locale.ROOT).replace(' ', '_');
        return name.equals("h2") ? "h2database" : name;
    }

    static void put(AttributesBuilder attributes, DatabaseInfo database) {
        attributes.put(SYSTEM, system(database));
        database.url().database().ifPresent(name -> attributes.put(NAMESPACE, name));
    }

    /** The code that the database gave, if it gave one. */
    static Optional<String> status(Throwable failure) {
        if (failure instanceof StatementException refused) {
            return refused.sqlState()
                    .or(() -> refused.vendorCode().isPresent()
                            ? Optional.of(String.valueOf(refused.vendorCode().getAsInt()))
                            : Optional.empty());
        }
        return failure instanceof ConnectionFailedException refused ? refused.sqlState() : Optional.empty();
    }

    /** The code of the database, or the portable kind, or the class if the failure is no database's. */
    static String error(Throwable failure, Kind kind) {
        return status(failure)
                .orElseGet(() -> kind == Kind.OTHER ? failure.getClass().getName() : kind.name());
    }
}

package io.databased.spring.boot;

import io.databased.Converter;
import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import io.databased.DatabasedException;
import io.databased.PoolOptions;
import java.util.concurrent.CompletionException;
import org.springframework.beans.factory.ObjectProvider;

/** Makes databases of properties, and connects them. */
final class DatabaseFactory {
    private final DatabasedProperties properties;
    private final ObjectProvider<DatabaseBuilderCustomizer> customizers;
    private final ObjectProvider<Converter<?, ?>> converters;

    DatabaseFactory(
            DatabasedProperties properties,
            ObjectProvider<DatabaseBuilderCustomizer> customizers,
            ObjectProvider<Converter<?, ?>> converters) {
        this.properties = properties;
        this.customizers = customizers;
        this.converters = converters;
    }

    /** @throws DatabaseStartException if there is no URL, it cannot be understood, or the database cannot be reached */
    Database connected(String name) {
        String scheme = "";
        try {
            DatabaseUrl url = url(properties.of(name));
            scheme = url.scheme();
            OutsideWatch watch = new OutsideWatch();
            Database database = builder(name, url).observer(watch).build();
            watch.of(database);
            database.connect().join();
            return database;
        } catch (CompletionException failed) {
            throw new DatabaseStartException(name, scheme, failed.getCause() == null ? failed : failed.getCause());
        } catch (DatabasedException | IllegalArgumentException refused) {
            throw new DatabaseStartException(name, scheme, refused);
        }
    }

    private DatabaseBuilder builder(String name, DatabaseUrl url) {
        DatabaseProperties settings = properties.of(name);
        DatabaseBuilder builder = Database.builder(url).pool(settings.getPool().over(PoolOptions.of(url)));
        if (settings.getStatementTimeout() != null) {
            builder.statementTimeout(settings.getStatementTimeout());
        }
        if (settings.getCommitTimeout() != null) {
            builder.commitTimeout(settings.getCommitTimeout());
        }
        if (settings.getSlowStatement() != null) {
            builder.slowStatement(settings.getSlowStatement());
        }
        builder.connectionInitSql(settings.getConnectionInitSql().toArray(String[]::new));
        if (!settings.isCallerLines()) {
            builder.withoutCallerLines();
        }
        if (properties.isRolledBack(name)) {
            builder.forceRollback();
        }
        converters.orderedStream().forEach(builder::converter);
        customizers.orderedStream().forEach(customizer -> customizer.customize(name, builder));
        return builder;
    }

    static DatabaseUrl url(DatabaseProperties settings) {
        if (settings.getUrl() == null || settings.getUrl().isBlank()) {
            throw new NoUrlException();
        }
        DatabaseUrl url = DatabaseUrl.parse(settings.getUrl());
        if (settings.getUsername() != null) {
            url = url.withUser(settings.getUsername());
        }
        return settings.getPassword() == null ? url : url.withPassword(settings.getPassword());
    }
}

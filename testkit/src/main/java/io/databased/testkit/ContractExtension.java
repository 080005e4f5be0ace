package io.databased.testkit;

import io.databased.Database;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Creates the tables of a {@link DatabaseContract}, hands its tests a connected database, and audits it after them. */
public final class ContractExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ContractExtension.class);

    /** For JUnit. */
    public ContractExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        DatabaseContract contract = contract(context);
        if (contract.outlivesConnections()) {
            // Not in force-rollback, even when the test is: some databases commit when a table is created.
            try (Database database = Futures.await(contract.builder().build().connect())) {
                contract.createTables(database);
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Database.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        DatabaseContract contract = contract(context);
        Database database = contract.open(contract.underTest());
        context.getStore(NAMESPACE).put(Database.class, database);
        return database;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Database database = context.getStore(NAMESPACE).remove(Database.class, Database.class);
        if (database != null) {
            audit(database, contract(context).forced());
        }
        LeakCheck.assertNoThreads();
    }

    private static void audit(Database database, boolean forced) {
        try (database) {
            if (database.isConnected() && !forced) {
                LeakCheck.assertIdle(database);
            }
        }
    }

    private static DatabaseContract contract(ExtensionContext context) {
        return (DatabaseContract) context.getRequiredTestInstance();
    }
}

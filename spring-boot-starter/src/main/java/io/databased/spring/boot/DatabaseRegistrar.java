package io.databased.spring.boot;

import io.databased.BlockingDatabase;
import io.databased.Converter;
import io.databased.Database;
import io.databased.spring.DatabasedExceptionTranslator;
import io.databased.spring.DatabasedTransactionManager;
import io.databased.spring.TransactionalQueryable;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.dao.support.PersistenceExceptionTranslator;
import org.springframework.transaction.TransactionManager;

/**
 * Registers the beans of each database, all with its name as qualifier. Those of the default database are preferred where
 * no qualifier is asked for. If the application makes databases itself, it is those: one is the default,
 * several have the names of their beans.
 */
final class DatabaseRegistrar implements ImportBeanDefinitionRegistrar {
    private final Environment environment;
    private final ConfigurableListableBeanFactory beans;

    DatabaseRegistrar(Environment environment, BeanFactory beans) {
        this.environment = environment;
        this.beans = (ConfigurableListableBeanFactory) beans;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        String[] own = beans.getBeanNamesForType(Database.class, true, false);
        boolean otherTransactions = beans.getBeanNamesForType(TransactionManager.class, true, false).length > 0;
        if (own.length == 0) {
            names().forEach(name -> {
                String bean = beanName(name, "Database");
                registry.registerBeanDefinition(bean, database(name));
                new Companions(registry, name, bean, true).register(otherTransactions);
            });
        }
        for (String bean : own) {
            String name = own.length == 1 ? DatabasedProperties.DEFAULT : bean;
            new Companions(registry, name, bean, false).register(otherTransactions);
        }
    }

    /** The default one if it has a URL, or if there is no other. */
    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        Map<String, DatabaseProperties> further = Binder.get(environment)
                .bind("databased.databases", Bindable.mapOf(String.class, DatabaseProperties.class))
                .orElse(Map.of());
        if (further.isEmpty() || environment.containsProperty("databased.url")) {
            names.add(DatabasedProperties.DEFAULT);
        }
        if (names.contains(DatabasedProperties.DEFAULT) && further.containsKey(DatabasedProperties.DEFAULT)) {
            throw new IllegalStateException("databased.url and databased.databases.default.url name the same database; "
                    + "give the second one another name");
        }
        names.addAll(further.keySet());
        return names;
    }

    private RootBeanDefinition database(String name) {
        RootBeanDefinition definition =
                definition(Database.class, name, () -> factory().connected(name));
        definition.setDestroyMethodName("close");
        return definition;
    }

    private DatabaseFactory factory() {
        ResolvableType converters = ResolvableType.forClass(Converter.class);
        return new DatabaseFactory(
                beans.getBean(DatabasedProperties.class),
                beans.getBeanProvider(DatabaseBuilderCustomizer.class),
                beans.getBeanProvider(converters));
    }

    private static <T> RootBeanDefinition definition(Class<T> type, String name, Supplier<T> maker) {
        RootBeanDefinition definition = new RootBeanDefinition(type, maker);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        definition.setDestroyMethodName("");
        definition.setPrimary(name.equals(DatabasedProperties.DEFAULT));
        return definition;
    }

    /** {@code database} for the default one, {@code ordersDatabase} for one named {@code orders}. */
    private static String beanName(String name, String suffix) {
        return name.equals(DatabasedProperties.DEFAULT)
                ? Character.toLowerCase(suffix.charAt(0)) + suffix.substring(1)
                : name + suffix;
    }

    /** What belongs to one database. */
    private final class Companions {
        private final BeanDefinitionRegistry registry;
        private final String name;
        private final String database;
        private final boolean ours;

        Companions(BeanDefinitionRegistry registry, String name, String database, boolean ours) {
            this.registry = registry;
            this.name = name;
            this.database = database;
            this.ours = ours;
        }

        void register(boolean otherTransactions) {
            RootBeanDefinition blocking = definition(BlockingDatabase.class, name, this::blocking);
            // Never primary, because a BlockingQueryable is asked for, too.
            blocking.setFallback(!ours || !blocking.isPrimary());
            blocking.setPrimary(false);
            add("BlockingDatabase", blocking);
            add(
                    "Queryable",
                    definition(TransactionalQueryable.class, name, () -> new TransactionalQueryable(blocking())));
            RootBeanDefinition transactions =
                    definition(DatabasedTransactionManager.class, name, this::transactionManager);
            transactions.setPrimary(transactions.isPrimary() && !otherTransactions);
            transactions.setFallback(!transactions.isPrimary());
            add("TransactionManager", transactions);
            add("ManagedDatabase", definition(ManagedDatabase.class, name, this::managed));
        }

        private void add(String suffix, RootBeanDefinition definition) {
            String bean = beanName(name, suffix);
            if (registry.containsBeanDefinition(bean)) {
                bean = beanName(name, "Databased" + suffix);
            }
            registry.registerBeanDefinition(bean, definition);
        }

        private Database database() {
            return beans.getBean(database, Database.class);
        }

        private BlockingDatabase blocking() {
            return database().blocking();
        }

        private DatabasedTransactionManager transactionManager() {
            boolean translate = beans.getBean(DatabasedProperties.class).isTranslateExceptions();
            PersistenceExceptionTranslator none = failure -> null;
            return new DatabasedTransactionManager(blocking(), translate ? new DatabasedExceptionTranslator() : none);
        }

        private ManagedDatabase managed() {
            DatabasedProperties properties = beans.getBean(DatabasedProperties.class);
            return new ManagedDatabase(name, database(), ours && properties.isRolledBack(name));
        }
    }
}

package io.databased.spring.boot;

import io.databased.spring.DatabasedExceptionTranslator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.dao.annotation.PersistenceExceptionTranslationPostProcessor;

/**
 * Databases from the properties {@code databased.*}, each with {@code Database}, {@code BlockingDatabase}, a queryable that runs
 * in the current transaction, a transaction manager and a lifecycle.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration",
            "org.springframework.boot.autoconfigure.dao.PersistenceExceptionTranslationAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.persistence.autoconfigure.PersistenceExceptionTranslationAutoConfiguration"
        },
        beforeName = {
            "org.springframework.boot.autoconfigure.transaction.TransactionAutoConfiguration",
            "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration"
        })
@EnableConfigurationProperties(DatabasedProperties.class)
@Import(DatabaseRegistrar.class)
public class DatabasedAutoConfiguration {
    /** Lets Spring translate what repositories throw, if the property {@code databased.translate-exceptions} asks for it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("databased.translate-exceptions")
    static class Translation {
        @Bean
        @ConditionalOnMissingBean
        DatabasedExceptionTranslator databasedExceptionTranslator() {
            return new DatabasedExceptionTranslator();
        }

        @Bean
        @ConditionalOnMissingBean
        static PersistenceExceptionTranslationPostProcessor persistenceExceptionTranslationPostProcessor(
                Environment environment) {
            PersistenceExceptionTranslationPostProcessor translation =
                    new PersistenceExceptionTranslationPostProcessor();
            translation.setProxyTargetClass(
                    environment.getProperty("spring.aop.proxy-target-class", Boolean.class, Boolean.TRUE));
            return translation;
        }
    }
}

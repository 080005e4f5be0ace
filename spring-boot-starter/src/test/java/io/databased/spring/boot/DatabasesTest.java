package io.databased.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.BlockingDatabase;
import io.databased.BlockingQueryable;
import io.databased.Converter;
import io.databased.Database;
import io.databased.Sql;
import io.databased.servers.PostgresServer;
import io.databased.spring.DatabasedTransactionManager;
import io.databased.spring.TransactionalQueryable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

class DatabasesTest {
    @TempDir
    Path folder;

    @Test
    void propertiesAreThoseOfTheBuilder() {
        String url = PostgresServer.shared().createDatabase().replace("postgres@", "nobody:wrong@");
        try (ConfigurableApplicationContext context = Starter.start(
                "databased.url=" + url + "?max_size=3&min_size=1",
                "databased.username=postgres",
                "databased.password=unused",
                "databased.pool.max-size=5",
                "databased.pool.acquire-timeout=20s",
                "databased.statement-timeout=3s",
                "databased.commit-timeout=5s",
                "databased.connection-init-sql[0]=SET search_path = films, public",
                "databased.connection-init-sql[1]=SET lock_timeout = 1234",
                "databased.caller-lines=false")) {
            BlockingDatabase database = context.getBean(BlockingDatabase.class);

            assertThat(database.stats().maxSize())
                    .as("the property, over the URL")
                    .isEqualTo(5);
            assertThat(database.stats().minSize()).as("what only the URL says").isEqualTo(1);
            assertThat(database.fetchExactlyOne("SELECT current_user AS name").getString("name"))
                    .isEqualTo("postgres");
            assertThat(database.fetchExactlyOne(
                                    "SELECT current_setting('search_path') || current_setting('lock_timeout') AS both")
                            .getString("both"))
                    .isEqualTo("films, public1234ms");
            assertThatThrownBy(() -> database.fetchAll("SELECT pg_sleep(30)"))
                    .hasMessageContaining("3000 ms")
                    .hasMessageNotContaining("DatabasesTest.java");
        }
    }

    @Test
    void beansOfTheApplicationTakePart() {
        try (ConfigurableApplicationContext context = Starter.start(Taking.class, "databased.url=sqlite:///:memory:")) {
            assertThat(context.getBean(Taking.class).customized).containsExactly("default");
            assertThat(context.getBean(BlockingQueryable.class)
                            .fetchExactlyOne(
                                    Sql.sql("SELECT 'Europe/Paris' AS zone").value(ZoneId.class)))
                    .isEqualTo(ZoneId.of("Europe/Paris"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Taking {
        final List<String> customized = new ArrayList<>();

        @Bean
        DatabaseBuilderCustomizer customizer() {
            return (name, builder) -> {
                customized.add(name);
                builder.statementTimeout(Duration.ofSeconds(20));
            };
        }

        @Bean
        Converter<ZoneId, String> zones() {
            return new Zones();
        }
    }

    @Test
    void severalDatabasesHaveTheirNamesAsQualifiers() {
        try (ConfigurableApplicationContext context = Starter.start(
                Several.class,
                "databased.url=sqlite:///" + folder.resolve("films.sqlite"),
                "databased.databases.orders.url=sqlite:///" + folder.resolve("orders.sqlite"),
                "databased.databases.orders.pool.acquire-timeout=3s",
                "databased.databases.audit.url=" + PostgresServer.shared().createDatabase())) {
            Several several = context.getBean(Several.class);

            assertThat(several.films.url().database().orElseThrow()).endsWith("films.sqlite");
            assertThat(context.getBean(BlockingDatabase.class).url()).isEqualTo(several.films.url());
            assertThat(context.getBean(BlockingQueryable.class)).isSameAs(context.getBean("queryable"));
            assertThat(several.orders.url().database().orElseThrow()).endsWith("orders.sqlite");
            assertThat(several.audit.fetchExactlyOne("SELECT version() AS v").getString("v"))
                    .startsWith("PostgreSQL");
            several.orders.execute("CREATE TABLE orders (id INTEGER)");
            assertThatThrownBy(context.getBean(Orders.class)::addAndFail).isInstanceOf(IllegalStateException.class);
            assertThat(several.orders.fetchAll("SELECT id FROM orders")).isEmpty();
            assertThat(context.getBean(PlatformTransactionManager.class))
                    .isSameAs(context.getBean("transactionManager"));
            assertThat(context.getBeansOfType(DatabasedTransactionManager.class))
                    .hasSize(3);
            assertThat(context.getBean(TransactionTemplate.class).getTransactionManager())
                    .isSameAs(context.getBean("transactionManager"));
        }
    }

    @Import(Orders.class)
    static class Several {
        final Database films; // the one of databased.url
        final BlockingDatabase orders;
        final BlockingQueryable audit;

        Several(
                Database films,
                @Qualifier("orders") BlockingDatabase orders,
                @Qualifier("audit") BlockingQueryable audit) {
            this.films = films;
            this.orders = orders;
            this.audit = audit;
        }
    }

    static class Orders {
        private final BlockingQueryable orders;

        Orders(@Qualifier("orders") BlockingQueryable orders) {
            this.orders = orders;
        }

        @Transactional("orders")
        public void addAndFail() {
            orders.execute("INSERT INTO orders (id) VALUES (1)");
            throw new IllegalStateException("rolled back");
        }
    }

    @Test
    void aDatabaseOfTheApplicationsOwnMakingIsTheOne() {
        try (ConfigurableApplicationContext context = Starter.start(Own.class)) {
            Database own = context.getBean(Database.class);

            assertThat(own.url().database()).hasValue(":memory:");
            assertThat(own.isConnected()).isTrue();
            assertThat(context.getBean(TransactionalQueryable.class).fetchAll("SELECT 1"))
                    .hasSize(1);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {
        @Bean
        Database own() {
            Database own = Database.of("sqlite:///:memory:");
            own.connect().join();
            return own;
        }
    }

    @Test
    void aBlockingDatabaseOfTheApplicationsOwnMakingGoesFirst() {
        try (ConfigurableApplicationContext context = Starter.start(OwnBlocking.class)) {
            assertThat(context.getBean(BlockingDatabase.class)).isSameAs(context.getBean("mine"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnBlocking extends Own {
        @Bean
        BlockingDatabase mine(Database own) {
            return own.blocking();
        }
    }

    @Test
    void soAreSeveral() {
        try (ConfigurableApplicationContext context = Starter.start(OwnSeveral.class)) {
            assertThat(context.getBeansOfType(ManagedDatabase.class).values())
                    .map(ManagedDatabase::name)
                    .containsExactlyInAnyOrder("one", "two");
            assertThat(context.getBean("oneQueryable", BlockingQueryable.class).fetchAll("SELECT 1"))
                    .hasSize(1);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnSeveral {
        @Bean
        Database one() {
            return Database.of("sqlite:///:memory:");
        }

        @Bean
        Database two() {
            return Database.of("sqlite:///:memory:");
        }
    }

    @Test
    void aSingleNamedOneNeedsNoQualifier() {
        try (ConfigurableApplicationContext context =
                Starter.start("databased.databases.orders.url=sqlite:///:memory:")) {
            assertThat(context.getBean(BlockingQueryable.class)).isInstanceOf(TransactionalQueryable.class);
            assertThat(context.getBean(TransactionTemplate.class)
                            .<Integer>execute(status -> context.getBean(BlockingQueryable.class)
                                    .fetchAll("SELECT 1")
                                    .size()))
                    .isEqualTo(1);
        }
    }

    @Test
    void stopsAndStartsAgainWithTheContext() {
        try (ConfigurableApplicationContext context =
                Starter.start("databased.url=sqlite:///" + folder.resolve("films.sqlite"))) {
            Database database = context.getBean(Database.class);
            context.stop();
            assertThat(database.isConnected()).isFalse();

            context.start();
            assertThat(database.isConnected()).isTrue();
        }
    }

    /** Text in the database. */
    private static final class Zones implements Converter<ZoneId, String> {
        @Override
        public Class<ZoneId> type() {
            return ZoneId.class;
        }

        @Override
        public Class<String> databaseType() {
            return String.class;
        }

        @Override
        public String toDatabase(ZoneId value) {
            return value.getId();
        }

        @Override
        public ZoneId fromDatabase(String value) {
            return ZoneId.of(value);
        }
    }
}

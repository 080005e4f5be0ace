package io.databased.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.BlockingDatabase;
import io.databased.BlockingQueryable;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(OutputCaptureExtension.class)
class OutsideWatchTest {
    private static final String WARNING = "runs outside of its transaction";

    @TempDir
    Path folder;

    private ConfigurableApplicationContext start() {
        return Starter.start("databased.url=sqlite:///" + folder.resolve("films.sqlite"));
    }

    private static TransactionTemplate transaction(ConfigurableApplicationContext context, String name) {
        DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
        definition.setName(name);
        definition.setReadOnly(true); // another connection can write then
        return new TransactionTemplate(context.getBean(PlatformTransactionManager.class), definition);
    }

    @Test
    void warnsOnceForEachMethodThatAsksTheWrongBean(CapturedOutput output) {
        try (ConfigurableApplicationContext context = start()) {
            BlockingDatabase database = context.getBean(BlockingDatabase.class);
            for (String method : new String[] {"Films.add", "Films.add", "Films.remove"}) {
                transaction(context, method)
                        .executeWithoutResult(
                                status -> database.execute("CREATE TABLE IF NOT EXISTS films (id INTEGER)"));
            }
        }
        assertThat(output.getOut().split(WARNING, -1)).hasSize(3);
        assertThat(output)
                .contains(
                        "CREATE films in Films.add runs outside of its transaction, and stays when that is rolled back")
                .contains("in Films.remove runs outside");
    }

    @Test
    void isSilentAboutWhatRunsInsideOrIsMeantToRunOutside(CapturedOutput output) {
        try (ConfigurableApplicationContext context = start()) {
            BlockingDatabase database = context.getBean(BlockingDatabase.class);
            database.execute("CREATE TABLE films (id INTEGER)");
            transaction(context, "Films.all").executeWithoutResult(status -> {
                context.getBean(BlockingQueryable.class).fetchAll("SELECT * FROM films");
                database.session(session -> session.execute("INSERT INTO films VALUES (1)"));
            });
        }
        assertThat(output).doesNotContain(WARNING);
    }
}

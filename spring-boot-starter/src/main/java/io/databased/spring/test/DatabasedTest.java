package io.databased.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestPropertySource;

/**
 * Each test of the class is rolled back, whatever it does: with commits, on any thread, over HTTP. Beside {@code
 * @SpringBootTest}, or whatever else makes the context.
 *
 * <p>All databases of the context are in {@linkplain io.databased.DatabaseBuilder#forceRollback() force-rollback}. What the
 * application writes while it starts stays for all tests; each test then runs in a session around it, from before {@code
 * @BeforeEach} until after {@code @AfterEach}, which is cancelled at its end. Tests of one context do not run at the same time.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@TestPropertySource(properties = "databased.force-rollback=true")
@TestExecutionListeners(
        listeners = RollbackListener.class,
        mergeMode = TestExecutionListeners.MergeMode.MERGE_WITH_DEFAULTS)
public @interface DatabasedTest {}

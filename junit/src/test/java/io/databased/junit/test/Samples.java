package io.databased.junit.test;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs sample test classes. */
final class Samples {
    private Samples() {}

    static Events run(Class<?> sample) {
        return execute(sample).testEvents();
    }

    private static EngineExecutionResults execute(Class<?> sample) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(sample))
                .execute();
    }

    /** What tests and the methods around them failed with. */
    static List<String> failures(Class<?> sample) {
        return execute(sample).allEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow()
                        .toString()
                        .replaceAll("(?s)\n\tat org.junit.*", ""))
                .toList();
    }
}

package io.databased.reliability;

import io.databased.testkit.Audit;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** Around each test: what it has left behind, and whether a secret was logged. After the last one: the report. */
final class Harness implements BeforeEachCallback, AfterEachCallback {
    /** The password of the URLs of the tests. */
    static final String PASSWORD = "canary-password-7f3a";

    /** A value that tests bind. */
    static final String VALUE = "canary-value-91c2";

    static final List<String> SECRETS = List.of(PASSWORD, VALUE);

    private record Watch(Audit audit, Logs logs) {}

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getRoot().getStore(Namespace.GLOBAL).computeIfAbsent(Report.class);
        store(context).put(Watch.class, new Watch(Audit.begin(), new Logs()));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Watch watch = store(context).remove(Watch.class, Watch.class);
        watch.logs.close();
        watch.logs.assertWithout(SECRETS);
        if (context.getExecutionException().isEmpty()) { // a test that has failed may have left everything open
            try {
                watch.audit.end();
            } catch (AssertionError left) {
                Report.add(Report.Count.LEAKED, 1);
                throw left;
            }
        }
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(Namespace.create(Harness.class, context.getUniqueId()));
    }
}

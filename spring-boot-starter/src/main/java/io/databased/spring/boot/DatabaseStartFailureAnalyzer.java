package io.databased.spring.boot;

import io.databased.ConnectionFailedException;
import io.databased.InvalidUrlException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Says which property to look at, and what to do, in place of a stack trace. */
final class DatabaseStartFailureAnalyzer extends AbstractFailureAnalyzer<DatabaseStartException> {
    private final Environment environment;

    DatabaseStartFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DatabaseStartException failure) {
        Throwable reason = Objects.requireNonNull(failure.getCause());
        String description = "The database '" + failure.name() + "' could not be connected: " + reason.getMessage();
        return new FailureAnalysis(description, action(failure, reason), failure);
    }

    private String action(DatabaseStartException failure, Throwable reason) {
        String name = failure.name();
        String url = DatabasedProperties.key(name, "url");
        if (reason instanceof NoUrlException) {
            String other = name.equals(DatabasedProperties.DEFAULT) ? OtherUrls.advice(environment) : null;
            return other != null
                    ? other
                    : "Set " + url
                            + ", for example to sqlite:///app.db or postgresql://localhost/app. If the application needs no "
                            + "database, exclude " + DatabasedAutoConfiguration.class.getName() + ".";
        }
        if (reason instanceof InvalidUrlException) {
            return "Correct " + url + ".";
        }
        if (reason instanceof IllegalArgumentException) {
            return "Correct the properties " + DatabasedProperties.key(name, "*") + ".";
        }
        if (failure.scheme().equals("sqlite")) {
            return "Correct the file in " + url + ", or its folder.";
        }
        ConnectionFailedException refused = refusal(reason);
        if (refused == null) {
            return "Look at " + url + ", and whether the server is there.";
        }
        return switch (refused.kind()) {
            case PERMISSION ->
                "Correct " + DatabasedProperties.key(name, "username") + " and "
                        + DatabasedProperties.key(name, "password") + ", or give the user the right to connect.";
            case OBJECT -> "Create the database on the server, or correct its name in " + url + ".";
            default ->
                failure.scheme().equals("jdbc")
                        ? "Correct " + url + ", and look whether the driver and the server are there."
                        : "Start the server, or correct host and port in " + url + ".";
        };
    }

    private static @Nullable ConnectionFailedException refusal(Throwable reason) {
        if (reason instanceof ConnectionFailedException refused) {
            return refused;
        }
        return reason.getCause() instanceof ConnectionFailedException refused ? refused : null;
    }
}

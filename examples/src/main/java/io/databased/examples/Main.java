package io.databased.examples;

import io.databased.Database;
import io.databased.DatabaseBuilder;
import io.databased.DatabaseUrl;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Tells one story three times, each on an SQLite file of its own, and prints what became of the movies. */
public final class Main {
    private final Path folder;
    private final PrintStream out;

    Main(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        System.out.println(
                "Moves the recent films of a new SQLite file back by a thousand years: with futures, blocking, and"
                        + " in force-rollback, which leaves no trace.\n");
        Path folder = Files.createTempDirectory("databased-examples");
        try {
            new Main(folder, System.out).tellAll();
        } finally {
            Folders.delete(folder);
        }
    }

    void tellAll() {
        tell("With futures", file("futures"), builder -> builder, SeedStory::run);
        tell("Blocking", file("blocking"), builder -> builder, BlockingStory::run);
        tell("With force-rollback", file("force-rollback"), DatabaseBuilder::forceRollback, SeedStory::run);
    }

    private void tell(
            String title, DatabaseUrl url, UnaryOperator<DatabaseBuilder> settings, Consumer<Database> story) {
        out.println("== " + title + " ==");
        SentSql sent = new SentSql();
        try (Database database = connected(Database.builder(url))) {
            MovieTable.create(database);
            MovieTable.print("Before:", database.blocking(), out);
        }
        try (Database database = connected(settings.apply(Database.builder(url).observer(sent)))) {
            story.accept(database);
            MovieTable.print("After:", database.blocking(), out);
        }
        try (Database database = connected(Database.builder(url))) {
            MovieTable.print("After reconnecting:", database.blocking(), out);
        }
        out.println("Sent, one line for each round trip:");
        sent.firstSession().forEach(flight -> out.println("  " + flight));
        out.println();
    }

    private static Database connected(DatabaseBuilder builder) {
        return builder.build().connect().join();
    }

    private DatabaseUrl file(String name) {
        return DatabaseUrl.ofScheme("sqlite")
                .withDatabase(folder.resolve(name + ".sqlite").toString());
    }
}

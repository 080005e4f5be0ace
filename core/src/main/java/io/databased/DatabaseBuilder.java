package io.databased;

/** Placeholder until the engine lands. */
public final class DatabaseBuilder {
    DatabaseBuilder(DatabaseUrl url) {}

    public Database build() {
        throw new UnsupportedOperationException();
    }
}

package io.databased;

/**
 * Teaches a {@link Database} another type: how it is bound as a parameter and read from a column. Give it to {@link
 * DatabaseBuilder#converter}. Called on the database's executor or the caller's thread; must be thread-safe. Never
 * called with null: a NULL stays null.
 *
 * @param <T> your type
 * @param <D> what the database stores it as: any type that {@link Row#get(String, Class)} gives
 */
public interface Converter<T, D> {
    /** Your type; subclasses bind alike. */
    Class<T> type();

    /** What the database stores it as. */
    Class<D> databaseType();

    D toDatabase(T value);

    T fromDatabase(D value);
}

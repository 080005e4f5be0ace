package io.databased.internal.context;

import io.databased.InvalidQueryException;
import io.databased.internal.sql.ParsedSql;
import io.databased.internal.sql.Placeholders;
import io.databased.spi.SqlSyntax;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The texts that were read lately, for one syntax and one way to write placeholders; any thread may ask.
 *
 * <p>Two generations: what is asked for is kept or moved to the young one, and when that is full it becomes the old one,
 * and the old one is dropped. So the cache never holds more than its bound, a text in use stays, and finding it is one
 * look-up without a lock. The lock guards additions only; both maps may be read while they change hands, at worst a text is
 * read twice.
 */
public final class SqlCache {
    /** Longer texts are read each time, so that the bound holds for memory too. */
    private static final int LONGEST = 32 << 10;

    private final SqlSyntax syntax;
    private final Placeholders placeholders;
    private final int generationSize;
    private final ReentrantLock adding = new ReentrantLock();
    private volatile ConcurrentHashMap<String, ParsedSql> young = new ConcurrentHashMap<>();
    private volatile ConcurrentHashMap<String, ParsedSql> old = new ConcurrentHashMap<>();

    /** A cache of at most {@code bound} texts, at least 2. */
    public SqlCache(SqlSyntax syntax, Placeholders placeholders, int bound) {
        if (bound < 2) {
            throw new IllegalArgumentException("a bound of " + bound + " texts; at least 2 are needed");
        }
        this.syntax = syntax;
        this.placeholders = placeholders;
        this.generationSize = bound / 2;
    }

    /**
     * The text, read now or before.
     *
     * @throws InvalidQueryException as {@link ParsedSql#parse}; a refused text is not kept
     */
    public ParsedSql get(String sql) {
        ParsedSql known = young.get(sql);
        return known != null ? known : getOlder(sql);
    }

    private ParsedSql getOlder(String sql) {
        ParsedSql known = old.get(sql);
        ParsedSql parsed = known != null ? known : ParsedSql.parse(sql, syntax, placeholders);
        if (sql.length() <= LONGEST) {
            add(sql, parsed);
        }
        return parsed;
    }

    private void add(String sql, ParsedSql parsed) {
        adding.lock();
        try {
            if (young.size() >= generationSize && !young.containsKey(sql)) {
                old = young;
                young = new ConcurrentHashMap<>();
            }
            young.put(sql, parsed);
        } finally {
            adding.unlock();
        }
    }

    /** How many texts are kept; one that moved to the young generation counts twice until the old one goes. */
    int size() {
        return young.size() + old.size();
    }
}

package io.databased.internal.pool;

/** What a connection of the pool is doing. */
enum EntryState {
    /** Ready for anybody. */
    IDLE,
    /** One-shots are under way on it, more may join. */
    SHARED,
    /** One-shots are under way on it, none may join: somebody waits to lease it. */
    RESERVED,
    /** One-shots are under way on it, none may join: it is destroyed when they are done. */
    RETIRING,
    /** One-shots are under way on it, none may join: it is reset when they are done. */
    MARKED,
    /** It is checked before use. */
    VALIDATING,
    /** One holder owns it. */
    LEASED,
    /** It left the pool. */
    CLOSED
}

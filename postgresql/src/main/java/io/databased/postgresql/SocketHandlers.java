package io.databased.postgresql;

/** What sits between the driver and the socket of one connection, in the order in which bytes come in. */
record SocketHandlers(
        WholeMessages messages,
        LoginGuard guard,
        ErrorReports errors,
        CommitTags commits,
        RowDescriptions descriptions,
        TextSettings texts) {
    static SocketHandlers of(boolean asksToEncrypt, boolean hasPassword, ServerTypes types) {
        TextSettings texts = new TextSettings();
        return new SocketHandlers(
                new WholeMessages(asksToEncrypt),
                new LoginGuard(hasPassword),
                new ErrorReports(),
                new CommitTags(),
                new RowDescriptions(types, texts),
                texts);
    }
}

package io.databased.examples.importer;

/** Told how far the import is. */
interface Progress {
    Progress NONE = line -> {};

    void loaded(long line);

    /** One line that counts up, if there is a terminal to show it on. */
    static Progress onTerminal() {
        return System.console() == null
                ? NONE
                : line -> System.console().printf("\r%,d lines", line).flush();
    }
}

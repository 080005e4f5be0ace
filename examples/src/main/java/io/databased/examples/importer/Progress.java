package io.databased.examples.importer;

import java.io.Console;

/** Told how far the import is. */
interface Progress {
    Progress NONE = line -> {};

    void loaded(long line);

    /** One line that counts up, if there is a terminal to show it on. */
    @SuppressWarnings("SystemConsoleNull") // JDK 22 to 24 may count up in a file, too, which does no harm
    static Progress onTerminal() {
        Console console = System.console();
        return console == null
                ? NONE
                : line -> console.printf("\r%,d lines", line).flush();
    }
}

package io.databased.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A database server's program: how it is run in a folder that has its data. */
interface Program {
    /** As a user that the server accepts, which root may not be. */
    List<String> command(Path folder, int port);

    /** The file that a running server has, and deletes when it stops in order. */
    Path pidFile(Path folder);

    /** Whether a server that has that file accepts sessions. */
    boolean accepts(Path pidFile) throws IOException;

    /** The signal that ends it in order. */
    String endSignal();
}

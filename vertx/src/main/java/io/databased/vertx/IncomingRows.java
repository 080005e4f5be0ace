package io.databased.vertx;

import io.databased.spi.BackendException;

/** The rows of the answer that the network has, which come only while somebody wants them. Confined to the event loop. */
public interface IncomingRows {
    /** The columns of the rows, once the first has come. */
    ColumnReaders.Columns columns() throws BackendException;

    /** Nothing is read until {@link #resume}. */
    void pause();

    void resume();
}

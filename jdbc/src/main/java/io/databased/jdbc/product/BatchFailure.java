package io.databased.jdbc.product;

import io.databased.spi.BackendException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;

/** A failure of a batch, with which of its sets of values has failed. */
public final class BatchFailure extends BatchUpdateException {
    private static final long serialVersionUID = 1L;

    private final int set;
    private final int sets;

    /**
     * @param set from 1
     * @param sets how many there are
     */
    public BatchFailure(SQLException failure, int set, int sets) {
        super(failure.getMessage(), failure.getSQLState(), failure.getErrorCode(), new int[0], failure);
        this.set = set;
        this.sets = sets;
    }

    BackendException locate(BackendException failure) {
        return failure.ofSet(set, sets);
    }
}

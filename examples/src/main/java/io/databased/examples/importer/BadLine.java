package io.databased.examples.importer;

/**
 * A line that was not loaded.
 *
 * @param line its number, from 1
 * @param reason why
 */
record BadLine(long line, String reason) {
    BadLine(long line, Exception reason) {
        this(line, String.valueOf(reason.getMessage()));
    }
}

package io.databased.examples.importer;

/**
 * A line that was not loaded.
 *
 * @param line its number, from 1
 * @param reason why
 */
record BadLine(long line, String reason) {}

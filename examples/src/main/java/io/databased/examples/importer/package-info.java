/**
 * A program that loads films and their casts from a file of JSON lines into SQLite, in one transaction that survives bad
 * lines: {@link io.databased.examples.importer.ImportMovies}.
 */
@NullMarked
package io.databased.examples.importer;

import org.jspecify.annotations.NullMarked;

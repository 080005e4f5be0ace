/**
 * JMH benchmarks of SQLite through Databased against the same work written by hand on the driver, and of the parts that
 * each statement passes: the pool, the reading of SQL, the mapping of rows. {@link io.databased.benchmarks.Ratios} runs
 * them all and prints how many times the driver's speed ours is; {@link io.databased.benchmarks.StreamFlat} shows that a
 * long stream needs little memory.
 */
@NullMarked
package io.databased.benchmarks;

import org.jspecify.annotations.NullMarked;

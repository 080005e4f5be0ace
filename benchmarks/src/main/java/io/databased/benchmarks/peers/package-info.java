/**
 * PostgreSQL and MariaDB through Databased and through its peers: pools, drivers by hand, pgbench. Each contestant has a
 * JVM of its own, so that none runs in code that was compiled for another; they are made to work in turn, a round each, and
 * a ratio is one of the same round. {@link io.databased.benchmarks.peers.PostgresqlRatios} and {@link
 * io.databased.benchmarks.peers.MariaDbRatios} print the ratios, {@link io.databased.benchmarks.peers.Growth} how cost
 * grows.
 */
@NullMarked
package io.databased.benchmarks.peers;

import org.jspecify.annotations.NullMarked;

/**
 * JMH benchmarks of the pool, the sessions and the backends, against their peers.
 */
@NullMarked
package io.databased.benchmarks;

import org.jspecify.annotations.NullMarked;

/**
 * Real database servers for tests, from Maven artifacts: no Docker and no installed package, save for a cluster. A server is
 * shared by all tests of a JVM, or private to a test that changes its settings, kills it or stops it. All are gone when their
 * JVM is, however that ended.
 */
@NullMarked
package io.databased.servers;

import org.jspecify.annotations.NullMarked;

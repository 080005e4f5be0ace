/**
 * What tests of backends need; tests of applications have {@code databased-junit}. For backends: the contracts, interfaces of tests that every backend passes, run by
 * implementing {@link io.databased.testkit.PooledContracts} and {@link io.databased.testkit.ForcedContracts}. For those who
 * test what happens when a database misbehaves: {@link io.databased.testkit.ScriptedBackend}, a database that does exactly
 * what the test says, and {@link io.databased.testkit.ModelBackend}, the smallest database with correct savepoints.
 */
@NullMarked
package io.databased.testkit;

import org.jspecify.annotations.NullMarked;

/**
 * A JUnit extension that hands tests a database, and the contract tests that every backend passes.
 */
@NullMarked
package io.databased.testkit;

import org.jspecify.annotations.NullMarked;

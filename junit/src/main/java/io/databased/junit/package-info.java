/** A JUnit extension that hands each test a database whose changes are gone after it. */
@NullMarked
package io.databased.junit;

import org.jspecify.annotations.NullMarked;

/** Tests that are rolled back. */
@NullMarked
package io.databased.spring.test;

import org.jspecify.annotations.NullMarked;

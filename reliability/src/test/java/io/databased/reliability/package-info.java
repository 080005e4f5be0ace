/** Faults, crashes, storms and load against all backends, and what they must leave behind: nothing. */
@NullMarked
package io.databased.reliability;

import org.jspecify.annotations.NullMarked;

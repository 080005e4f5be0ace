/**
 * Time as the library knows it: a clock, things that are done later, pauses. It takes real time from one thread for each
 * connected database; tests run the same code in virtual time.
 */
@NullMarked
package io.databased.internal.time;

import org.jspecify.annotations.NullMarked;

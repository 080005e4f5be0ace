/**
 * Futures, threads and locks, with nothing of SQL in them: futures that notice when their user ends them, the
 * executor that users' code runs on, and a lock whose sections do what they decided after they have ended.
 */
@NullMarked
package io.databased.internal.async;

import org.jspecify.annotations.NullMarked;

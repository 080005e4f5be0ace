/** How one of several servers is chosen and logged in to: in time, encrypted as it should be, and stopped when nobody waits. */
@NullMarked
package io.databased.vertx.connect;

import org.jspecify.annotations.NullMarked;

/** What connections stand on: Vert.x and its event loops, and which versions of the driver are known. */
@NullMarked
package io.databased.vertx.runtime;

import org.jspecify.annotations.NullMarked;

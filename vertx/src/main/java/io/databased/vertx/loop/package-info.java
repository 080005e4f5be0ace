/**
 * Event loops that run users' callbacks between two readings. {@link io.databased.vertx.loop.CallbackEventLoop} changes hands
 * when a callback takes long; what waits and reads for it are the handlers around Java's selector.
 */
@NullMarked
package io.databased.vertx.loop;

import org.jspecify.annotations.NullMarked;

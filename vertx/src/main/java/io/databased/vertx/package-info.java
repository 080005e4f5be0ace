/**
 * One connection over the Vert.x SQL client. Of that client only single connections are used: the pool, the transactions
 * and the mapping of rows are the core's. Everything that touches a connection runs on its event loop.
 */
@NullMarked
package io.databased.vertx;

import org.jspecify.annotations.NullMarked;

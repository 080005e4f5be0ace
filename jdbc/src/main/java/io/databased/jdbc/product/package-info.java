/**
 * What is particular to a database behind JDBC, a room for each: its dialect, what its driver's failures mean and may say,
 * transactions, signals to stop, streaming, values, and how a connection is brought back. The rest of the backend knows only
 * {@link io.databased.jdbc.product.Product}.
 */
@NullMarked
package io.databased.jdbc.product;

import org.jspecify.annotations.NullMarked;

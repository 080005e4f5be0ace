/**
 * What is known of a database that has more than one backend: its error numbers, and what of its messages may be told. For the
 * backends of this project, which tell the same alike.
 */
@NullMarked
package io.databased.spi.product;

import org.jspecify.annotations.NullMarked;

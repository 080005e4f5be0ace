/**
 * What a backend implements, and nothing a user needs. A backend opens physical connections and runs commands on them;
 * it has no pool and no transactions of its own: those live in the core, so that every database has the same semantics.
 *
 * <p>Backends are found by {@link java.util.ServiceLoader} through {@link io.databased.spi.DatabaseBackendProvider}.
 */
@NullMarked
package io.databased.spi;

import org.jspecify.annotations.NullMarked;

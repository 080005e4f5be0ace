/**
 * jOOQ queries as Databased queries: rendered by jOOQ, run by the session.
 */
@NullMarked
package io.databased.jooq;

import org.jspecify.annotations.NullMarked;

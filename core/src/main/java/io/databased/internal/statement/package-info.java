/**
 * From a user's call to a request, and from a reply to the user's result: what sessions and databases have in common.
 */
@NullMarked
package io.databased.internal.statement;

import org.jspecify.annotations.NullMarked;

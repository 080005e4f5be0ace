/**
 * What users are told when something fails: in which words, of which session, at which line of theirs.
 */
@NullMarked
package io.databased.internal.failure;

import org.jspecify.annotations.NullMarked;

/**
 * What users are told when something fails: in which words, of which session, at which line of their code.
 */
@NullMarked
package io.databased.internal.failure;

import org.jspecify.annotations.NullMarked;

/** A web service with pages: films to search, to look at and to edit. */
@NullMarked
package io.databased.films;

import org.jspecify.annotations.NullMarked;

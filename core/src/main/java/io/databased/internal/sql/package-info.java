/**
 * The one lexer of raw SQL. A text is read once for a {@link io.databased.spi.SqlSyntax} into a {@link
 * io.databased.internal.sql.ParsedSql}: what kind of statement it is, where its parameters are, and the text that the
 * driver is sent. Values are checked and put in order here, and never become part of the text. Everything that must not
 * reach a database is refused here with an {@link io.databased.InvalidQueryException}, whose message holds offsets and
 * names but neither values nor SQL. Offsets count UTF-16 characters from 0.
 */
@NullMarked
package io.databased.internal.sql;

import org.jspecify.annotations.NullMarked;

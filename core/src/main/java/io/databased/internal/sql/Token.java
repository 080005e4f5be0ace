package io.databased.internal.sql;

/** What the {@link Lexer} tells apart; blanks and comments are skipped. */
enum Token {
    /** A keyword, a bare identifier or the name of a function. */
    WORD,
    NUMBER,
    STRING,
    /** A quoted identifier. */
    IDENTIFIER,
    /** {@code :name}. */
    NAMED,
    /** {@code ?}. */
    POSITIONAL,
    /** {@code ?} as an operator or a part of one. */
    QUESTION_OPERATOR,
    OPEN,
    CLOSE,
    SEMICOLON,
    DOT,
    AT,
    /** {@code :=}. */
    ASSIGN,
    SYMBOL,
    /** The end of the text. */
    END
}

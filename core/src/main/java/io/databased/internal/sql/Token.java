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
    /** A colon that begins neither a parameter nor an operator. */
    COLON,
    /** A parameter of the database's own that may stand in the body of a routine: {@code $1}. */
    FOREIGN,
    SYMBOL,
    /** The end of the text. */
    END
}

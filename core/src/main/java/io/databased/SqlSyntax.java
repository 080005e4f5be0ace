package io.databased;

/** Placeholder until the lexer lands. */
public record SqlSyntax(String name) {
    public static SqlSyntax standard() {
        return new SqlSyntax("standard");
    }

    public static SqlSyntax sqlite() {
        return new SqlSyntax("sqlite");
    }

    public static SqlSyntax postgresql() {
        return new SqlSyntax("postgresql");
    }

    public static SqlSyntax mysql() {
        return new SqlSyntax("mysql");
    }
}

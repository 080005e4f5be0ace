package io.databased.spi;

/** SQL as the standard has it. */
public record StandardDialect() implements SqlDialect {
    @Override
    public String name() {
        return "standard";
    }

    @Override
    public SqlSyntax syntax() {
        return SqlSyntax.standard();
    }
}

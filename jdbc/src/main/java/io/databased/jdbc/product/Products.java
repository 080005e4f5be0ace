package io.databased.jdbc.product;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The databases that have a room here. */
final class Products {

    private static final Map<String, Product> KNOWN = List.of(
                    new H2(),
                    new Postgres(),
                    new MySql("mysql"),
                    new MySql("mariadb"),
                    new Sqlite(),
                    new Duck(),
                    new Hsqldb(),
                    new Derby())
            .stream()
            .collect(Collectors.toUnmodifiableMap(Product::name, Function.identity()));

    /** What drivers call a database whose URL begins otherwise. */
    private static final Map<String, String> CALLED = Map.of("hsql database engine", "hsqldb", "apache derby", "derby");

    private static final Product GENERIC = new Generic();

    private Products() {}

    /** By {@link java.sql.DatabaseMetaData#getDatabaseProductName()}, or a JDBC URL's subprotocol. */
    static Product named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return KNOWN.getOrDefault(CALLED.getOrDefault(lower, lower), GENERIC);
    }

    static Set<String> names() {
        return KNOWN.keySet();
    }
}

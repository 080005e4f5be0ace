package io.databased.junit;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** Which of the extensions of a test class a parameter is meant for. */
final class Names {
    private static final Namespace OF_CLASS = Namespace.create(Names.class, "class");
    private static final Namespace OF_PARAMETER = Namespace.create(Names.class, "parameter");
    private static final String WITHOUT = "";

    private Names() {}

    /** Notes that a test class has an extension of this name. */
    static void add(@Nullable String name, ExtensionContext context) {
        Store store = context.getStore(OF_CLASS);
        Set<String> names = known(context);
        if (names == null) {
            names = new ConcurrentSkipListSet<>();
            store.put(OF_CLASS, names);
        }
        names.add(name == null ? WITHOUT : name);
    }

    @SuppressWarnings("unchecked") // nothing else is put there
    private static @Nullable Set<String> known(ExtensionContext context) {
        return context.getStore(OF_CLASS).get(OF_CLASS, Set.class);
    }

    /**
     * Whether the parameter is one of the extension. JUnit asks all extensions.
     *
     * @throws ParameterResolutionException if it may be one of two, or is of none
     */
    static boolean match(
            DatabasedExtension extension, @Nullable String name, ParameterContext parameter, ExtensionContext context) {
        String wanted = parameter
                .findAnnotation(NamedDatabase.class)
                .map(NamedDatabase::value)
                .orElse(WITHOUT);
        if (!wanted.equals(name == null ? WITHOUT : name)) {
            requireKnown(wanted, parameter, context);
            return false;
        }
        Store store = context.getStore(OF_PARAMETER);
        Object other = store.get(parameter.getParameter());
        if (other != null && other != extension) {
            throw refusal(
                    parameter,
                    "may be of two databases, because two extensions have "
                            + (name == null ? "no name" : "the name '" + name + "'") + "; name one, as in"
                            + " DatabasedExtension.of(…).named(\"audit\"), and write @NamedDatabase(\"audit\") before"
                            + " the parameters that are of it");
        }
        store.put(parameter.getParameter(), extension);
        return true;
    }

    private static void requireKnown(String wanted, ParameterContext parameter, ExtensionContext context) {
        Set<String> names = known(context);
        if (names == null || names.contains(wanted)) {
            return; // a constructor may be called before the extensions are
        }
        throw refusal(
                parameter,
                wanted.equals(WITHOUT)
                        ? "does not say which database it is of; write one of @NamedDatabase" + names + " before it"
                        : "is of a database '" + wanted + "', and no extension in a static field has this name; write"
                                + " DatabasedExtension.of(…).named(\"" + wanted + "\")");
    }

    private static ParameterResolutionException refusal(ParameterContext parameter, String why) {
        return new ParameterResolutionException(
                "parameter " + (parameter.getIndex() + 1) + " of " + parameter.getDeclaringExecutable() + " " + why);
    }
}

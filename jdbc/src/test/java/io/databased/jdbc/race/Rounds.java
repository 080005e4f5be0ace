package io.databased.jdbc.race;

import java.lang.reflect.InvocationTargetException;

/** Some rounds of a race, by its name: for each order, Fray has the classes loaded anew, which takes longer than a round. */
public final class Rounds {
    private static final int ROUNDS = 10;

    private Rounds() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Class<?> race = Class.forName(arguments[0]);
        for (int i = 0; i < ROUNDS; i++) {
            try {
                race.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            } catch (InvocationTargetException e) {
                throw new AssertionError("round " + i, e.getCause());
            }
        }
    }
}

package io.databased.internal.sql;

/**
 * Tells where the body of a trigger, procedure, function or event ends: inside {@code BEGIN … END} a semicolon parts the
 * statements of the body, not those of the text. {@code CASE … END} nests in it; {@code END IF}, {@code END LOOP} and
 * their like close what is not counted.
 */
final class RoutineBody {
    private boolean creating;
    private boolean routine;
    private int depth;
    private String previous = "";

    void word(String word, boolean first) {
        if (first) {
            creating = word.equals("CREATE");
        }
        if (!creating) {
            return;
        }
        if (depth == 0 && Verbs.ROUTINES.contains(word)) {
            routine = true;
        } else if (routine) {
            nest(word);
        }
        previous = word;
    }

    private void nest(String word) {
        boolean afterEnd = previous.equals("END");
        switch (word) {
            case "BEGIN" -> depth++;
            case "CASE" -> depth += afterEnd ? 0 : 1;
            case "END" -> depth = Math.max(0, depth - 1);
            case "IF", "LOOP", "WHILE", "REPEAT", "FOR" -> depth += afterEnd ? 1 : 0;
            default -> {}
        }
    }

    /** Called for every token that is not a keyword, so that {@code END; IF …} is not read as {@code END IF}. */
    void other() {
        previous = "";
    }

    boolean isOpen() {
        return depth > 0;
    }

    boolean isRoutine() {
        return routine;
    }
}

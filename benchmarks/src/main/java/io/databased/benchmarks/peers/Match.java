package io.databased.benchmarks.peers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** A task that several do, and what ours should reach against whom. */
record Match(String title, Task task, List<Goal> goals, List<String> names) {
    /** At least so many times as fast; 0 if only to be known. */
    record Goal(String ours, String peer, double wanted) {}

    static Match of(String title, Task task, Goal... goals) {
        List<String> names = Stream.of(goals)
                .flatMap(goal -> Stream.of(goal.ours(), goal.peer()))
                .distinct()
                .toList();
        return new Match(title, task, List.of(goals), names);
    }

    static Goal ours(String peer, double wanted) {
        return new Goal(Sides.OURS, peer, wanted);
    }

    static Goal direct(String peer, double wanted) {
        return new Goal(Sides.OURS_DIRECT, peer, wanted);
    }

    /** The same, with a longer way to the server, for which no number is promised. */
    Match far() {
        List<Goal> known = goals.stream()
                .map(goal -> new Goal(goal.ours(), goal.peer(), 0))
                .toList();
        return new Match(title + ", 1 ms away", task, known, names);
    }

    /** Among those who are there. */
    Match among(Collection<String> present) {
        List<String> playing = new ArrayList<>(names);
        playing.retainAll(present);
        List<Goal> possible = goals.stream()
                .filter(goal -> playing.contains(goal.ours()) && playing.contains(goal.peer()))
                .toList();
        return new Match(title, task, possible, playing);
    }
}

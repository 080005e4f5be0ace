package io.databased.benchmarks.peers;

/** A shape of some size, for so many callers at a time. */
record Task(Shape shape, int size, int callers) {
    static Task parse(String words) {
        String[] parts = words.split(" ");
        return new Task(Shape.valueOf(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }

    String words() {
        return shape + " " + size + " " + callers;
    }
}

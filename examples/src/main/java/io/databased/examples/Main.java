package io.databased.examples;

/** Runs the examples. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("Databased");
    }
}

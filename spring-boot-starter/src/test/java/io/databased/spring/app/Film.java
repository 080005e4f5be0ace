package io.databased.spring.app;

// tag::boot-film
public record Film(String title, int year) {}
// end::boot-film

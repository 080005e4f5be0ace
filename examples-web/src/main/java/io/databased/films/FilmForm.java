package io.databased.films;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** What a person typed, right or wrong. */
@SuppressWarnings("MultipleNullnessAnnotations") // what must not be null once it is checked may be before
public record FilmForm(
        @NotBlank @Size(max = 200) @Nullable String title,
        @NotNull @Min(1888) @Max(2100) @Nullable Integer year) {}

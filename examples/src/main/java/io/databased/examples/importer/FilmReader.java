package io.databased.examples.importer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads films, one JSON object a line, and hands on what is no such thing to be reported. */
final class FilmReader {
    private final JsonFactory json = new JsonFactory();
    private final BufferedReader lines;
    private final Consumer<BadLine> badLines;
    private long line;

    FilmReader(BufferedReader lines, Consumer<BadLine> badLines) {
        this.lines = lines;
        this.badLines = badLines;
    }

    /** The next film, or null at the end. */
    @Nullable
    Film next() throws IOException {
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
            line++;
            try (JsonParser parser = json.createParser(text)) {
                return film(parser);
            } catch (JsonProcessingException malformed) {
                badLines.accept(new BadLine(line, "not a film: " + malformed.getOriginalMessage()));
            }
        }
        return null;
    }

    private Film film(JsonParser parser) throws IOException {
        String title = null;
        Integer year = null;
        List<String> cast = List.of();
        expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "title" -> title = parser.getValueAsString();
                case "year" -> year = value == JsonToken.VALUE_NULL ? null : parser.getIntValue();
                case "cast" -> cast = names(parser);
                default -> parser.skipChildren();
            }
        }
        expect(parser, parser.currentToken(), JsonToken.END_OBJECT);
        return new Film(line, title, year, cast);
    }

    private static List<String> names(JsonParser parser) throws IOException {
        expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
        List<String> names = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser, parser.currentToken(), JsonToken.VALUE_STRING);
            names.add(parser.getText());
        }
        return names;
    }

    private static void expect(JsonParser parser, @Nullable JsonToken found, JsonToken expected) throws IOException {
        if (found != expected) {
            throw new JsonParseException(parser, "expected " + expected + ", found " + found);
        }
    }
}

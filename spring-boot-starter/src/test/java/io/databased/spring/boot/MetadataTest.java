package io.databased.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.databased.DatabaseBuilder;
import io.databased.PoolOptions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/** What an IDE completes, and whether there is a property for each setting. */
class MetadataTest {
    @Test
    void eachSettingOfThePoolHasAProperty() throws IOException {
        String metadata = metadata();
        assertThat(settings(PoolOptions.Builder.class))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(metadata).contains("\"databased.pool." + name + "\""));
    }

    @Test
    void soHasEachSettingOfTheBuilderThatIsNoObject() throws IOException {
        String metadata = metadata();
        List<String> objects = List.of("pool", "completion-executor", "converter", "observer", "credentials");
        assertThat(settings(DatabaseBuilder.class))
                .filteredOn(name -> !objects.contains(name))
                .map(name -> name.replace("without-", ""))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(metadata).contains("\"databased." + name + "\""));
    }

    @Test
    void eachPropertyIsDescribed() throws IOException {
        String[] properties = metadata().split("\"name\": \"databased\\.", -1);
        assertThat(properties).hasSizeGreaterThan(20);
        assertThat(Stream.of(properties).skip(1).filter(text -> text.contains("\"type\": \"java.")))
                .allSatisfy(text -> assertThat(text).contains("\"description\""));
    }

    private static List<String> settings(Class<?> builder) {
        return Stream.of(builder.getDeclaredMethods())
                .filter(method ->
                        method.getReturnType() == builder && java.lang.reflect.Modifier.isPublic(method.getModifiers()))
                .filter(method -> !java.lang.reflect.Modifier.isStatic(method.getModifiers()))
                .map(Method::getName)
                .map(DataObjectPropertyName::toDashedForm)
                .toList();
    }

    private static String metadata() throws IOException {
        try (InputStream file =
                DatabasedProperties.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
            // of several on the class path, the one beside the class
            assertThat(file).isNotNull();
        }
        java.net.URL classes =
                DatabasedProperties.class.getProtectionDomain().getCodeSource().getLocation();
        try (InputStream own = java.util.Collections.list(DatabasedProperties.class
                        .getClassLoader()
                        .getResources("META-INF/spring-configuration-metadata.json"))
                .stream()
                .filter(url -> url.toString().contains(classes.getPath()))
                .findFirst()
                .orElseThrow()
                .openStream()) {
            return new String(own.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

package io.databased.vertx;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The packages stand in the order of the table in docs/architecture.md. */
class VertxArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackagesOf(Wire.class);

    @Test
    void packagesUseOnlyWhatIsBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("one connection")
                .definedBy("io.databased.vertx")
                .layer("connecting")
                .definedBy("io.databased.vertx.connect")
                .layer("what it runs on")
                .definedBy("io.databased.vertx.runtime")
                .layer("event loops")
                .definedBy("io.databased.vertx.loop")
                .whereLayer("one connection")
                .mayOnlyAccessLayers("what it runs on")
                .whereLayer("connecting")
                .mayOnlyAccessLayers("what it runs on")
                .whereLayer("what it runs on")
                .mayOnlyAccessLayers("event loops")
                .whereLayer("event loops")
                .mayNotAccessAnyLayer()
                .check(CLASSES);
    }
}

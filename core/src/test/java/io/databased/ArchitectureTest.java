package io.databased;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> API = resideInAPackage("io.databased");
    private static final DescribedPredicate<JavaClass> SPI = resideInAPackage("io.databased.spi");
    private static final DescribedPredicate<JavaClass> INTERNAL = resideInAPackage("io.databased.internal..");
    private static final DescribedPredicate<JavaClass> BUILDER =
            describe("the builder", type -> type.getName().equals("io.databased.DatabaseBuilder"));

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.databased");

    @Test
    void onlyTheBuilderReachesFromTheApiIntoInternal() {
        noClasses()
                .that(API.and(not(BUILDER)))
                .should()
                .dependOnClassesThat(INTERNAL)
                .check(CORE);
    }

    @Test
    void theSpiDoesNotKnowInternal() {
        noClasses()
                .that(SPI)
                .should()
                .dependOnClassesThat(INTERNAL)
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void onlyTheBuilderReachesFromTheApiIntoTheSpi() {
        noClasses()
                .that(API.and(not(BUILDER)))
                .should()
                .dependOnClassesThat(SPI)
                .check(CORE);
    }

    @Test
    void theCoreDependsOnTheJdkAndAnnotationsOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.databased..")
                .check(CORE);
    }
}

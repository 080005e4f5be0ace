package io.databased;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;

@Execution(CONCURRENT)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> API = resideInAPackage("io.databased");
    private static final DescribedPredicate<JavaClass> SPI = resideInAPackage("io.databased.spi..");
    private static final DescribedPredicate<JavaClass> INTERNAL = resideInAPackage("io.databased.internal..");
    private static final DescribedPredicate<JavaClass> BUILDER =
            describe("the builder", type -> type.getName().equals("io.databased.DatabaseBuilder"));

    private static final DescribedPredicate<JavaClass> URL =
            describe("URLs", type -> type.getName().startsWith("io.databased.DatabaseUrl"));

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.databased");

    @Test
    void onlyTheBuilderReachesFromTheApiIntoInternal() {
        noClasses()
                .that(API.and(not(BUILDER)).and(not(URL)))
                .should()
                .dependOnClassesThat(INTERNAL)
                .check(CORE);
    }

    @Test
    void aUrlReachesIntoItsRoomOnly() {
        noClasses()
                .that(URL)
                .should()
                .dependOnClassesThat(INTERNAL.and(not(resideInAPackage("io.databased.internal.url"))))
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
                .resideInAnyPackage("java..", "jdk.jfr..", "org.jspecify..", "io.databased..")
                .check(CORE);
    }

    /** From the ground up: a room may use what is before it. */
    private static final List<String> ROOMS = List.of(
            "time",
            "failure",
            "url",
            "async",
            "sql",
            "row",
            "context",
            "pool",
            "connection",
            "stream",
            "statement",
            "session",
            "database");

    @Test
    void everyRoomIsOnThePlan() {
        assertThat(CORE.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith("io.databased.internal"))
                        .map(ArchitectureTest::room)
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(ROOMS);
    }

    @Test
    void theDocumentHasTheRoomsInTheirOrder() throws IOException {
        List<String> fromTheRoof = Files.readAllLines(Path.of("..", "docs", "architecture.md")).stream()
                .filter(line -> line.startsWith("| `internal."))
                .map(line -> line.substring("| `internal.".length(), line.indexOf("` |")))
                .toList();

        List<String> fromTheGround = new ArrayList<>(fromTheRoof);
        Collections.reverse(fromTheGround);
        assertThat(fromTheGround).isEqualTo(ROOMS);
    }

    @Test
    void noRoomUsesOneAboveIt() {
        for (int floor = 0; floor < ROOMS.size() - 1; floor++) {
            String[] above = ROOMS.subList(floor + 1, ROOMS.size()).stream()
                    .map(room -> "io.databased.internal." + room)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.databased.internal." + ROOMS.get(floor))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .check(CORE);
        }
    }

    @Test
    void noRoomHasMoreThanTwentyFiveFiles() {
        Map<String, Set<String>> files = new TreeMap<>();
        for (JavaClass type : CORE) {
            if (type.getPackageName().startsWith("io.databased.internal")) {
                files.computeIfAbsent(type.getPackageName(), any -> new TreeSet<>())
                        .add(file(type));
            }
        }
        assertThat(files).allSatisfy((room, in) -> assertThat(in).hasSizeLessThanOrEqualTo(25));
    }

    /** By bytecode, so that names of the same package count, which need no import. */
    @Test
    void noCircleOfFilesIsLargerThanTwelve() {
        assertThat(circles()).allSatisfy(circle -> assertThat(circle).hasSizeLessThanOrEqualTo(12));
    }

    private static String room(String packageName) {
        return packageName.substring("io.databased.internal.".length());
    }

    /** Nested types are in the file of the outermost. */
    private static String file(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    /** The strongly connected parts of the internal files, by the sets of files that each can reach. */
    private static Set<Set<String>> circles() {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (JavaClass type : CORE) {
            if (!type.getPackageName().startsWith("io.databased.internal")) {
                continue;
            }
            Set<String> used = uses.computeIfAbsent(file(type), any -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith("io.databased.internal")) {
                    used.add(file(target));
                }
            }
        }
        Map<String, Set<String>> reached = new TreeMap<>();
        uses.keySet().forEach(file -> reached.put(file, reachable(file, uses)));
        Set<Set<String>> circles = new HashSet<>();
        for (String file : uses.keySet()) {
            Set<String> circle = new TreeSet<>(reached.get(file));
            circle.removeIf(other -> !reached.getOrDefault(other, Set.of()).contains(file));
            circle.add(file);
            circles.add(circle);
        }
        return circles;
    }

    private static Set<String> reachable(String from, Map<String, Set<String>> uses) {
        Set<String> reached = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(uses.getOrDefault(from, Set.of()));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (reached.add(next)) {
                open.addAll(uses.getOrDefault(next, Set.of()));
            }
        }
        return reached;
    }
}

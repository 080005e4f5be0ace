package io.databased.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.databased.MappingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that live in a module of the user. */
class RecordAccessTest {
    private static ClassLoader app;

    private final RowShapes shapes = new RowShapes(Conversions.of(List.of()));

    @BeforeAll
    static void compilesAModule(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("out");
        write(folder, "app/module-info.java", "module app { exports app.open; }");
        write(folder, "app/app/open/Shown.java", "package app.open; public record Shown(int n) {}");
        write(folder, "app/app/open/Local.java", "package app.open; record Local(int n) {}");
        write(folder, "app/app/closed/Hidden.java", "package app.closed; public record Hidden(int n) {}");
        PrintWriter output = new PrintWriter(new StringWriter());
        String[] arguments = {"-d", out.toString(), "--module-source-path", folder.toString(), "--module", "app"};
        assertThat(ToolProvider.findFirst("javac").orElseThrow().run(output, output, arguments))
                .isZero();
        ModuleLayer boot = ModuleLayer.boot();
        app = boot.defineModulesWithOneLoader(
                        boot.configuration()
                                .resolve(ModuleFinder.of(out.resolve("app")), ModuleFinder.of(), Set.of("app")),
                        null)
                .findLoader("app");
    }

    @Test
    void makesAPublicRecordOfAnExportedPackage() throws ClassNotFoundException {
        assertThat(map("app.open.Shown")).hasToString("Shown[n=5]");
    }

    @Test
    void saysHowToOpenARecordThatIsNotAccessible() {
        assertThatThrownBy(() -> map("app.open.Local"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("opens app.open to io.databased")
                .hasMessageContaining("module app");
        assertThatThrownBy(() -> map("app.closed.Hidden"))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("app.closed.Hidden is not open")
                .hasMessageContaining("opens app.closed to io.databased");
    }

    private Object map(String type) throws ClassNotFoundException {
        return shapes.of(List.of("n"))
                .row(new Object[] {5L})
                .mapTo(app.loadClass(type).asSubclass(Record.class));
    }

    private static void write(Path folder, String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}

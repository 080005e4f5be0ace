import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Checks a bundle for Maven Central: {@code java VerifyBundle.java FOLDER VERSION}. Signatures are checked by who calls it. */
final class VerifyBundle {
    private static final Map<String, String> SUMS = Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");
    private static final List<String> SAID_BY_EACH = List.of("name", "description");
    private static final List<String> SAID_OR_INHERITED = List.of("url", "licenses", "developers", "scm");

    private final Path folder;
    private final String version;
    private final String notice;
    private final Map<String, Document> poms = new TreeMap<>();
    private final TreeSet<String> wrong = new TreeSet<>();

    private VerifyBundle(Path folder, String version) throws IOException {
        this.folder = folder;
        this.version = version;
        this.notice = Files.readString(Path.of("NOTICE"));
    }

    public static void main(String[] arguments) throws Exception {
        VerifyBundle bundle = new VerifyBundle(Path.of(arguments[0]), arguments[1]);
        bundle.verify();
        bundle.wrong.forEach(System.err::println);
        if (!bundle.wrong.isEmpty()) {
            System.exit(1);
        }
        System.out.println(bundle.poms.size() + " artifacts are complete: " + String.join(", ", bundle.poms.keySet()));
    }

    private void verify() throws Exception {
        List<Path> files = files();
        for (Path pom : files.stream().filter(file -> file.toString().endsWith(".pom")).toList()) {
            poms.put(text(parse(pom).getDocumentElement(), "artifactId"), parse(pom));
        }
        require(!poms.isEmpty(), "no pom in " + folder);
        for (Path file : files) {
            companions(file);
        }
        for (Map.Entry<String, Document> pom : poms.entrySet()) {
            pom(pom.getKey(), pom.getValue().getDocumentElement());
            if (!"pom".equals(text(pom.getValue().getDocumentElement(), "packaging"))) {
                jars(pom.getKey());
                contents(pom.getKey());
                require(managed().contains(pom.getKey()), "databased-bom does not name " + pom.getKey());
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Each file has a signature and right checksums; a signature itself needs none. */
    private void companions(Path file) throws Exception {
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1);
        if (ending.equals("asc") || name.contains(".asc.")) {
            return;
        }
        if (SUMS.containsKey(ending)) {
            Path summed = file.resolveSibling(name.substring(0, name.lastIndexOf('.')));
            String sum = HexFormat.of().formatHex(MessageDigest.getInstance(SUMS.get(ending)).digest(Files.readAllBytes(summed)));
            require(Files.readString(file).strip().startsWith(sum), "the sum is not that of its file: " + name);
            return;
        }
        require(name.contains("-" + version), "another version: " + name);
        for (String companion : List.of("asc", "md5", "sha1")) {
            require(Files.exists(file.resolveSibling(name + "." + companion)), "no ." + companion + " for " + name);
        }
    }

    private void pom(String artifact, Element project) throws IOException {
        require(!Files.readString(file(artifact, ".pom")).contains("SNAPSHOT"), artifact + " names a snapshot");
        for (String element : SAID_BY_EACH) {
            require(!text(project, element).isBlank(), artifact + " has no <" + element + ">");
        }
        for (String element : SAID_OR_INHERITED) {
            require(inherits(project, element), artifact + " has no <" + element + ">");
        }
        for (Element dependency : children(child(project, "dependencies"), "dependency")) {
            String other = text(dependency, "artifactId");
            boolean ours = text(dependency, "groupId").equals("io.databased") && !text(dependency, "scope").equals("test");
            require(!ours || poms.containsKey(other), artifact + " needs " + other + ", which is not in the bundle");
        }
    }

    private boolean inherits(Element project, String element) {
        Element parent = child(project, "parent");
        return child(project, element) != null
                || parent != null && inherits(poms.get(text(parent, "artifactId")).getDocumentElement(), element);
    }

    private void jars(String artifact) throws IOException {
        List<String> classes = entries(artifact, ".jar");
        require(classes.contains("META-INF/LICENSE") && classes.contains("META-INF/NOTICE"), artifact + " has no LICENSE or NOTICE");
        require(classes.stream().filter(entry -> entry.endsWith(".class")).allMatch(VerifyBundle::ours), artifact + " has classes of others");
        require(classes.contains("module-info.class") || named(artifact), artifact + " is a module without a name of its own");
        require(entries(artifact, "-sources.jar").stream().anyMatch(entry -> entry.matches(".*\\.(java|kt)")), artifact + " has no sources");
        require(entries(artifact, "-javadoc.jar").contains("index.html"), artifact + " has no javadoc");
    }

    private static boolean ours(String entry) {
        return entry.startsWith("io/databased/") || entry.equals("module-info.class");
    }

    private boolean named(String artifact) throws IOException {
        try (JarFile jar = new JarFile(file(artifact, ".jar").toFile())) {
            return jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name") != null;
        }
    }

    /** The list of contents: each library has a licence, and NOTICE has a line for its group. */
    private void contents(String artifact) throws Exception {
        Element list = parse(file(artifact, "-cyclonedx.xml")).getDocumentElement();
        for (Element library : children(child(list, "components"), "component")) {
            String group = text(library, "group");
            if (group.equals("io.databased")) {
                continue;
            }
            List<String> licences = new ArrayList<>();
            for (Element licence : children(child(library, "licenses"), "license")) {
                licences.add(text(licence, "id") + text(licence, "name"));
            }
            require(!licences.isEmpty(), artifact + ": no licence of " + group + ":" + text(library, "name"));
            require(notice.contains("\n" + group + ": "), "NOTICE has no line for " + group + ", which " + artifact + " needs: " + licences);
        }
    }

    private List<String> managed() {
        Document bom = poms.get("databased-bom");
        if (bom == null) {
            return List.of();
        }
        return children(child(child(bom.getDocumentElement(), "dependencyManagement"), "dependencies"), "dependency").stream()
                .map(dependency -> text(dependency, "artifactId"))
                .toList();
    }

    private List<String> entries(String artifact, String ending) throws IOException {
        Path jar = file(artifact, ending);
        if (!Files.exists(jar)) {
            wrong.add("no " + jar.getFileName());
            return List.of();
        }
        try (JarFile open = new JarFile(jar.toFile())) {
            return open.stream().map(entry -> entry.getName()).toList();
        }
    }

    private Path file(String artifact, String ending) {
        return folder.resolve("io/databased").resolve(artifact).resolve(version).resolve(artifact + "-" + version + ending);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    private static Document parse(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(file + " is not XML", e);
        }
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent == null ? null : parent.getChildNodes();
        for (int i = 0; nodes != null && i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static Element child(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? null : found.get(0);
    }

    private static String text(Element parent, String name) {
        Element found = child(parent, name);
        return found == null ? "" : found.getTextContent().strip();
    }
}

package dev.plimsoll.ingest.scan.language;

import dev.plimsoll.ingest.registry.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a Java archive says of itself, and the artifacts that follow from it. A group is named only
 * where it can be known: by {@code pom.properties}, a folder of {@code META-INF/maven}, the place
 * in a local repository, the title that one build tool writes, or {@link MavenGroups}. {@code
 * Bundle-SymbolicName} and {@code Implementation-Vendor-Id} look like groups and often are others
 * ({@code com.sun} for {@code javax.activation}), and a wrong group hides an artifact from its
 * advisories, while one without is reported as not matched. {@code pom.xml} is not parsed.
 */
final class JarContents {

    private static final String MAVEN = "META-INF/maven/";
    private static final int MOST_FOLDERS = 4_096;
    private static final int MOST_POMS = 10_000;
    private static final int LONGEST_POM = 64 * 1024;
    private static final int LONGEST_VALUE = 4 * 1024;
    private static final String TITLE = "implementation-title";
    private static final String VERSION = "implementation-version";
    private static final String BUNDLE_VERSION = "bundle-version";
    private static final Set<String> TELLING = Set.of(TITLE, VERSION, BUNDLE_VERSION);

    /** {@code Implementation-Title: io.micrometer#micrometer-core;1.17.0}. */
    private static final Pattern FULL_TITLE =
            Pattern.compile("([A-Za-z0-9_.-]+)#([A-Za-z0-9_.-]+);(\\S+)");

    private record Artifact(@Nullable String group, String name, String version) {

        String fullName() {
            return group == null ? name : group + ":" + name;
        }
    }

    private final String path;
    private final Discovery discovery;
    private final Set<Artifact> poms = new LinkedHashSet<>();
    private final Map<String, String> pomFolders = new HashMap<>();
    private final Set<String> folders = new HashSet<>();
    private final Map<String, String> manifest = new HashMap<>();

    JarContents(String path, Discovery discovery) {
        this.path = path;
        this.discovery = discovery;
    }

    /** Looks at one entry of the archive; most are only names. */
    void take(String name, InputStream content, LanguageLimits limits) throws IOException {
        if (name.endsWith(".class")) {
            if (folders.size() < MOST_FOLDERS) {
                folders.add(name.substring(0, name.lastIndexOf('/') + 1));
            }
        } else if (name.equalsIgnoreCase("META-INF/MANIFEST.MF")) {
            readManifest(content, limits);
        } else if (name.contains(MAVEN)) {
            if (name.endsWith("/pom.properties")) {
                readPom(name, content);
            } else if (name.endsWith("/pom.xml") && pomFolders.size() < MOST_POMS) {
                takeFolder(name);
            }
        }
    }

    /** Names the artifacts, once everything was looked at. */
    void tell() {
        for (var pom : poms) {
            tell(pom);
            pomFolders.remove(pom.name);
        }
        if (poms.size() == 1 || poms.stream().anyMatch(this::isNamedLikeFile)) {
            return;
        }
        if (folders.isEmpty() && pomFolders.isEmpty()) {
            return; // texts, sources or further archives: no code of its own
        }
        var self = self();
        if (self != null) {
            tell(self);
        } else if (poms.isEmpty()) {
            discovery.gap(
                    Reason.LANGUAGE_PACKAGE_UNNAMED,
                    path,
                    "neither its content nor its name tells its version");
        }
    }

    private void tell(Artifact artifact) {
        discovery.add(LanguagePackage.Type.MAVEN, artifact.fullName(), artifact.version, path);
    }

    private boolean isNamedLikeFile(Artifact artifact) {
        var name = JarFileName.of(path, artifact.version);
        return name.artifact().equals(artifact.name);
    }

    /** The archive itself, where no {@code pom.properties} names it; null if nothing does. */
    private @Nullable Artifact self() {
        var place = RepositoryPlace.of(path);
        if (place != null) {
            return new Artifact(place.group(), place.artifact(), place.version());
        }
        var built = manifest.getOrDefault(VERSION, manifest.get(BUNDLE_VERSION));
        var name = JarFileName.of(path, built);
        var version = name.version() != null ? name.version() : built;
        if (version == null || !LanguagePackage.canBeVersion(version)) {
            return null;
        }
        var known = MavenGroups.find(name.artifact(), folders);
        if (known != null) {
            return new Artifact(known.group(), known.name(), version);
        }
        var full = FULL_TITLE.matcher(manifest.getOrDefault(TITLE, ""));
        // Such a title may be that of a part of the build: it must fit the file.
        if (full.matches() && full.group(2).equals(name.artifact())) {
            return new Artifact(full.group(1), name.artifact(), version);
        }
        if (!LanguagePackage.Type.MAVEN.canName(name.artifact())) {
            return null;
        }
        return new Artifact(pomFolders.get(name.artifact()), name.artifact(), version);
    }

    /** {@code META-INF/maven/<group>/<artifact>/pom.xml}. */
    private void takeFolder(String name) {
        var parts = name.substring(name.indexOf(MAVEN) + MAVEN.length()).split("/", 4);
        if (parts.length == 3) {
            pomFolders.put(parts[1], parts[0]);
        }
    }

    private void readPom(String name, InputStream content) throws IOException {
        var bytes = content.readNBytes(LONGEST_POM + 1);
        if (bytes.length > LONGEST_POM || poms.size() >= MOST_POMS) {
            discovery.gap(
                    Reason.LIMIT_LANGUAGE_FILE,
                    path + "!" + name,
                    "longer than %d bytes, or one of more than %d"
                            .formatted(LONGEST_POM, MOST_POMS));
            return;
        }
        var properties = new Properties();
        try {
            properties.load(new ByteArrayInputStream(bytes));
        } catch (IllegalArgumentException e) {
            discovery.unreadable(path + "!" + name, "it holds an unfinished escape");
            return;
        }
        takeFolder(name);
        var group = value(properties, "groupId");
        var artifact = value(properties, "artifactId");
        var version = value(properties, "version");
        if (version.isEmpty() && !artifact.isEmpty()) {
            var file = JarFileName.of(path, null);
            version =
                    file.artifact().equals(artifact) && file.version() != null
                            ? file.version()
                            : "";
        }
        if (group.isEmpty() || artifact.isEmpty() || version.isEmpty()) {
            discovery.unreadable(path + "!" + name, "it lacks groupId, artifactId or version");
            return;
        }
        poms.add(new Artifact(group, artifact, version));
    }

    /** Empty where a build forgot to fill in its own variable. */
    private static String value(Properties properties, String key) {
        var value = properties.getProperty(key, "").strip();
        return value.contains("${") ? "" : value;
    }

    /** The main section (JAR File Specification): a value goes on in lines that start blank. */
    private void readManifest(InputStream content, LanguageLimits limits) throws IOException {
        var lines = new TextLines(content, limits.memoryBytes());
        var key = "";
        try {
            for (var line = lines.next(); line != null && !line.isEmpty(); line = lines.next()) {
                if (line.charAt(0) == ' ') {
                    var value = manifest.get(key);
                    if (value != null && value.length() < LONGEST_VALUE) {
                        manifest.put(key, value + line.substring(1).stripTrailing());
                    }
                    continue;
                }
                int colon = line.indexOf(':');
                key = colon < 0 ? "" : lowerCase(line.substring(0, colon));
                if (TELLING.contains(key)) {
                    manifest.put(key, line.substring(colon + 1).strip());
                }
            }
        } catch (LimitReachedException e) {
            if (e.reason() == Reason.LIMIT_ARCHIVE) {
                throw e;
            }
            discovery.gap(e.reason(), path + "!META-INF/MANIFEST.MF", e.problem());
        }
        manifest.values().removeIf(String::isBlank);
    }

    private static String lowerCase(String ascii) {
        return ascii.strip().toLowerCase(Locale.ROOT);
    }
}

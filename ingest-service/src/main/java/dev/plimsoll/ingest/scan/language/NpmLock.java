package dev.plimsoll.ingest.scan.language;

import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads npm's lock files (docs.npmjs.com, package-lock.json): {@code dependencies} inside each
 * other of version 1, {@code packages} by folder of versions 2 and 3. Left out is what npm does not
 * put into a production image on Linux: entries for development only, for other systems, and links
 * to folders of the application itself.
 */
final class NpmLock {

    private static final String MODULES = "node_modules/";

    /** One entry, whatever the version of the file calls its parts. */
    private static final class Entry {
        private @Nullable String name;
        private @Nullable String version;
        private boolean development;
        private boolean link;
        private final List<String> systems = new ArrayList<>();

        boolean isInstalled() {
            boolean elsewhere =
                    systems.contains("!linux")
                            || (!systems.contains("linux")
                                    && systems.stream().anyMatch(s -> !s.startsWith("!")));
            return !development && !link && !elsewhere;
        }
    }

    private record Locked(String name, @Nullable String version) {}

    private final int limit;
    private final List<Locked> packages = new ArrayList<>();
    private final List<Locked> dependencies = new ArrayList<>();

    private NpmLock(int limit) {
        this.limit = limit;
    }

    static void read(String path, InputStream content, LanguageLimits limits, Discovery discovery)
            throws IOException {
        var lock = new NpmLock(limits.packages());
        try {
            var problem = LanguageJson.read(content, limits.textBytes(), lock::read);
            if (problem != null) {
                discovery.unreadable(path, problem);
            }
        } finally {
            // Version 2 says everything twice, more exactly in packages.
            for (var each : lock.packages.isEmpty() ? lock.dependencies : lock.packages) {
                tell(each, path, discovery);
            }
        }
    }

    private static void tell(Locked locked, String path, Discovery discovery) {
        var name = locked.name;
        var version = locked.version;
        if (version != null && version.startsWith("npm:")) {
            int at = version.lastIndexOf('@');
            if (at > "npm:".length()) {
                name = version.substring("npm:".length(), at);
                version = version.substring(at + 1);
            }
        }
        if (version == null || version.indexOf(':') >= 0) {
            discovery.gap(
                    Reason.LANGUAGE_PACKAGE_UNNAMED,
                    path,
                    "'%s' comes from '%s' and not from the registry"
                            .formatted(
                                    Printable.of(name),
                                    Printable.of(version == null ? "" : version)));
            return;
        }
        discovery.add(LanguagePackage.Type.NPM, name, version, path);
    }

    private void read(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var key = parser.currentName();
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            if (object && key.equals("packages")) {
                readPackages(parser);
            } else if (object && key.equals("dependencies")) {
                readDependencies(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void readPackages(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var folder = parser.currentName();
            var entry = readEntry(parser, false);
            int modules = folder.lastIndexOf(MODULES);
            // Other folders are the application itself.
            if (modules >= 0 && entry.isInstalled()) {
                var name =
                        entry.name != null
                                ? entry.name
                                : folder.substring(modules + MODULES.length());
                take(packages, new Locked(name, entry.version));
            }
        }
    }

    private void readDependencies(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var entry = readEntry(parser, true);
            boolean folder = entry.version != null && entry.version.startsWith("file:");
            if (entry.isInstalled() && !folder) {
                take(dependencies, new Locked(name, entry.version));
            }
        }
    }

    /**
     * @param nests whether {@code dependencies} of the entry are entries themselves
     */
    private Entry readEntry(JsonParser parser, boolean nests) {
        var entry = new Entry();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return entry;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var key = parser.currentName();
            var token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING && key.equals("version")) {
                entry.version = parser.getString();
            } else if (token == JsonToken.VALUE_STRING && key.equals("name")) {
                entry.name = parser.getString();
            } else if (token == JsonToken.VALUE_TRUE && key.equals("dev")) {
                entry.development = true;
            } else if (token == JsonToken.VALUE_TRUE && key.equals("link")) {
                entry.link = true;
            } else if (token == JsonToken.START_ARRAY && key.equals("os")) {
                readSystems(parser, entry);
            } else if (token == JsonToken.START_OBJECT && nests && key.equals("dependencies")) {
                readDependencies(parser);
            } else {
                parser.skipChildren();
            }
        }
        return entry;
    }

    private static void readSystems(JsonParser parser, Entry entry) {
        for (var token = parser.nextToken();
                token != null && token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token == JsonToken.VALUE_STRING && entry.systems.size() < 20) {
                entry.systems.add(parser.getString());
            } else {
                parser.skipChildren();
            }
        }
    }

    private void take(List<Locked> list, Locked locked) {
        if (list.size() >= limit) {
            throw new LimitReachedException(
                    Reason.LIMIT_LANGUAGE_FILE, "it names more than %d packages".formatted(limit));
        }
        list.add(locked);
    }
}

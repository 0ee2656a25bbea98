package dev.plimsoll.ingest.scan.language;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads name and version of an installed npm package from its {@code package.json}. Folders without
 * either are no packages, such as those that only say what kind of modules lie below.
 */
final class NpmManifest {

    private @Nullable String name;
    private @Nullable String version;
    private boolean twice;

    private NpmManifest() {}

    static void read(String path, InputStream content, LanguageLimits limits, Discovery discovery)
            throws IOException {
        var manifest = new NpmManifest();
        var problem = LanguageJson.read(content, limits.textBytes(), manifest::read);
        if (problem != null) {
            discovery.unreadable(path, problem);
        }
        if (manifest.twice) {
            discovery.unreadable(path, "its name or version is there twice, the last counts");
        }
        if (manifest.name != null && manifest.version != null) {
            discovery.add(LanguagePackage.Type.NPM, manifest.name, manifest.version, path);
        }
    }

    private void read(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var key = parser.currentName();
            boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
            if (text && key.equals("name")) {
                twice |= name != null;
                name = parser.getString();
            } else if (text && key.equals("version")) {
                twice |= version != null;
                version = parser.getString();
            } else {
                parser.skipChildren();
            }
        }
    }
}

package dev.plimsoll.ingest.scan.language;

import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.Reason;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of {@code packages} in {@code pnpm-lock.yaml}, as pnpm itself writes it, without
 * reading YAML: {@code /name/1.0} in version 5, {@code /name@1.0(peer)} in version 6, {@code
 * name@1.0} in version 9.
 */
final class PnpmLock {

    private final String path;
    private final Discovery discovery;
    private boolean slashed;
    private boolean inPackages;
    private @Nullable String key;
    private boolean development;

    private PnpmLock(String path, Discovery discovery) {
        this.path = path;
        this.discovery = discovery;
    }

    static void read(String path, InputStream content, LanguageLimits limits, Discovery discovery)
            throws IOException {
        var lock = new PnpmLock(path, discovery);
        var lines = new TextLines(content, limits.textBytes());
        for (var line = lines.next(); line != null; line = lines.next()) {
            lock.take(line.stripTrailing());
        }
        lock.end();
    }

    private void take(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (line.charAt(0) != ' ') {
            end();
            inPackages = line.equals("packages:");
            if (line.startsWith("lockfileVersion:")) {
                slashed = line.replaceAll("[^0-9.]", "").startsWith("5");
            }
        } else if (inPackages && isKey(line)) {
            end();
            key = unquoted(line.substring(2, line.length() - 1));
        } else if (line.equals("    dev: true")) {
            development = true;
        }
    }

    private static boolean isKey(String line) {
        return line.startsWith("  ")
                && line.length() > 3
                && line.charAt(2) != ' '
                && line.endsWith(":");
    }

    private void end() {
        if (key != null && !development) {
            tell(key);
        }
        key = null;
        development = false;
    }

    private void tell(String written) {
        int peers = written.indexOf('(');
        var text = peers < 0 ? written : written.substring(0, peers);
        if (text.startsWith("file:") || text.startsWith("link:")) {
            return; // folders of the application itself
        }
        boolean registry = !slashed || text.startsWith("/");
        text = text.startsWith("/") ? text.substring(1) : text;
        int split = slashed ? text.lastIndexOf('/') : text.indexOf('@', 1);
        if (slashed && text.indexOf('_') >= 0) {
            // Peers follow the version behind an underscore and may hold slashes.
            int scope = text.startsWith("@") ? text.indexOf('/') + 1 : 0;
            split = text.indexOf('/', scope);
        }
        if (!registry || split <= 0 || text.indexOf(':') >= 0) {
            discovery.gap(
                    Reason.LANGUAGE_PACKAGE_UNNAMED,
                    path,
                    "'%s' does not come from the registry".formatted(Printable.of(written)));
            return;
        }
        var version = text.substring(split + 1);
        int underscore = slashed ? version.indexOf('_') : -1;
        discovery.add(
                LanguagePackage.Type.NPM,
                text.substring(0, split),
                underscore < 0 ? version : version.substring(0, underscore),
                path);
    }

    private static String unquoted(String text) {
        return text.length() > 1 && text.startsWith("'") && text.endsWith("'")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}

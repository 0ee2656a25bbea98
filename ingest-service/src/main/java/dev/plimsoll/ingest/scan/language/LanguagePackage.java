package dev.plimsoll.ingest.scan.language;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import dev.plimsoll.ingest.reference.Printable;
import java.util.regex.Pattern;

/**
 * A package of a programming language as a file names it.
 *
 * @param name as its registry has it: {@code groupId:artifactId} for Maven, or the artifactId alone
 *     where no file tells the group; {@code @scope/name} for npm; the module path for Go
 * @param version as it is written, {@code v1.2.3} for a Go module and {@code 1.22.3} for Go's
 *     {@code stdlib}; {@code (devel)} for Go code built from a folder
 * @param path the file that tells, {@code app/web.jar!BOOT-INF/lib/x.jar} inside archives
 */
public record LanguagePackage(Type type, String name, String version, String path) {

    private static final Pattern VERSION = Pattern.compile("[!-~]{1,256}");

    /** The registries, as purl calls them. */
    public enum Type {
        MAVEN("maven", "([A-Za-z0-9_.-]{1,256}:)?[A-Za-z0-9_.+-]{1,256}"),
        PYPI("pypi", "[A-Za-z0-9][A-Za-z0-9._-]{0,255}"),
        NPM("npm", "(@[A-Za-z0-9~._-]{1,214}/)?[A-Za-z0-9~._!'()*-]{1,214}"),
        GOLANG("golang", "[A-Za-z0-9._~-][A-Za-z0-9._~+-]*(/[A-Za-z0-9._~+!-]+)*"),
        CARGO("cargo", "[A-Za-z0-9_-]{1,256}");

        private final String purl;
        private final Pattern name;

        Type(String purl, String name) {
            this.purl = purl;
            this.name = Pattern.compile(name);
        }

        public String purl() {
            return purl;
        }

        boolean canName(String candidate) {
            return candidate.length() <= 1024 && name.matcher(candidate).matches();
        }
    }

    public LanguagePackage {
        if (!type.canName(name)) {
            throw new IllegalArgumentException(
                    "'%s' is no %s package".formatted(Printable.of(name), type.purl));
        }
        if (!canBeVersion(version)) {
            throw new IllegalArgumentException(
                    "'%s' is no version of %s".formatted(Printable.of(version), name));
        }
    }

    static boolean canBeVersion(String candidate) {
        return VERSION.matcher(candidate).matches();
    }

    /**
     * Of type {@code generic} for a Maven artifact of unknown group: Maven's purl needs a group.
     */
    public String purl() {
        int split = name.lastIndexOf(type == Type.MAVEN ? ':' : '/');
        var namespace = split < 0 ? null : name.substring(0, split);
        var registry = type == Type.MAVEN && namespace == null ? "generic" : type.purl;
        try {
            return new PackageURL(
                            registry, namespace, name.substring(split + 1), version, null, null)
                    .canonicalize();
        } catch (MalformedPackageURLException e) {
            throw new IllegalStateException("names were checked: " + name, e);
        }
    }
}

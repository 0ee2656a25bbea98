package dev.plimsoll.ingest.scan.system;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import dev.plimsoll.event.Component;
import dev.plimsoll.event.Distribution;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A package as its database describes it, before it is known which layer and distribution it
 * belongs to.
 *
 * @param path the database it was read from
 * @param installedSize in bytes
 */
public record InstalledPackage(
        Type type,
        String name,
        String version,
        String sourceName,
        String sourceVersion,
        String architecture,
        String path,
        @Nullable String section,
        @Nullable String priority,
        boolean essential,
        List<String> depends,
        List<String> provides,
        @Nullable String maintainer,
        @Nullable Long installedSize) {

    /** The package managers that are read, as purl calls their packages. */
    public enum Type {
        DEB("deb"),
        APK("apk");

        private final String purl;

        Type(String purl) {
            this.purl = purl;
        }
    }

    /** Several versions of one key may not be installed at once. */
    public record Key(Type type, String name, String architecture) {}

    public Key key() {
        return new Key(type, name, architecture);
    }

    public Component component(Distribution distribution, int layer) {
        return new Component(
                purl(distribution),
                type.purl,
                name,
                version,
                sourceName,
                sourceVersion,
                architecture.isEmpty() ? null : architecture,
                layer,
                path,
                section,
                priority,
                essential,
                depends,
                provides,
                maintainer,
                installedSize,
                null,
                null,
                null);
    }

    private String purl(Distribution distribution) {
        var qualifiers = new TreeMap<String, String>();
        if (!architecture.isEmpty()) {
            qualifiers.put("arch", architecture);
        }
        var release =
                distribution.getVersionId() != null
                        ? distribution.getVersionId()
                        : distribution.getCodename();
        qualifiers.put(
                "distro",
                release == null ? distribution.getId() : distribution.getId() + "-" + release);
        try {
            return new PackageURL(type.purl, distribution.getId(), name, version, qualifiers, null)
                    .canonicalize();
        } catch (MalformedPackageURLException e) {
            throw new IllegalStateException("names are checked when they are read: " + name, e);
        }
    }
}

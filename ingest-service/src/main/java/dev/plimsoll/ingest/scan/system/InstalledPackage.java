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
 * @param vendor who built it: dpkg's Origin, rpm's Vendor (D7)
 * @param module an rpm's module stream
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
        @Nullable Long installedSize,
        @Nullable String vendor,
        @Nullable String module) {

    /** The package managers that are read, as purl calls their packages. */
    public enum Type {
        DEB("deb"),
        APK("apk"),
        RPM("rpm");

        private final String purl;

        Type(String purl) {
            this.purl = purl;
        }
    }

    /**
     * One package of an image. dpkg and apk install one version of it at a time, rpm several.
     *
     * @param version empty unless several versions may be installed at once
     */
    public record Key(Type type, String name, String architecture, String version) {}

    public Key key() {
        return new Key(type, name, architecture, type == Type.RPM ? version : "");
    }

    /** Approximate bytes in memory. */
    long weight() {
        long weight =
                400
                        + name.length()
                        + version.length()
                        + sourceName.length()
                        + sourceVersion.length()
                        + path.length()
                        + (maintainer == null ? 0 : maintainer.length());
        for (var depend : depends) {
            weight += 60 + depend.length();
        }
        for (var provide : provides) {
            weight += 60 + provide.length();
        }
        return weight;
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
                vendor,
                module,
                null);
    }

    /**
     * @param distribution with an empty ID if it is unknown
     */
    public String purl(Distribution distribution) {
        var qualifiers = new TreeMap<String, String>();
        if (!architecture.isEmpty()) {
            qualifiers.put("arch", architecture);
        }
        var release =
                distribution.getVersionId() != null
                        ? distribution.getVersionId()
                        : distribution.getCodename();
        var id = distribution.getId();
        if (!id.isEmpty()) {
            qualifiers.put("distro", release == null ? id : id + "-" + release);
        }
        var versionOnly = version;
        int colon = version.indexOf(':');
        if (type == Type.RPM && colon > 0) {
            qualifiers.put("epoch", version.substring(0, colon));
            versionOnly = version.substring(colon + 1);
        }
        try {
            return new PackageURL(
                            type.purl,
                            id.isEmpty() ? null : id,
                            name,
                            versionOnly,
                            qualifiers.isEmpty() ? null : qualifiers,
                            null)
                    .canonicalize();
        } catch (MalformedPackageURLException e) {
            throw new IllegalStateException("names are checked when they are read: " + name, e);
        }
    }
}

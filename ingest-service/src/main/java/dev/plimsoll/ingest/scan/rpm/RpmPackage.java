package dev.plimsoll.ingest.scan.rpm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An installed package. Several versions of one name may be installed at once, kernels for example.
 *
 * @param epoch null where the header has none, which rpm compares as 0
 * @param architecture empty where the header has none
 * @param sourceName out of the name of the source package's file; the package's own name where the
 *     header names no source
 * @param sourceVersion version and release out of the same file name. It has no epoch there, and
 *     the package's own is not put in front of it: a binary package may have another than its
 *     source.
 * @param vendor who built it, for example "Red Hat, Inc."
 * @param module the stream of the module it was built in, "name:stream:version:context"
 * @param installedSize in bytes
 * @param requires names alone; without features of rpm itself ("rpmlib(…)") and without conditions
 *     ("(a if b)"), which are no names
 * @param provides names alone, its own among them
 */
public record RpmPackage(
        String name,
        @Nullable Long epoch,
        String version,
        String release,
        String architecture,
        String sourceName,
        String sourceVersion,
        @Nullable String vendor,
        @Nullable String module,
        @Nullable Long installedSize,
        List<String> requires,
        List<String> provides,
        RpmFiles files) {

    public RpmPackage {
        requires = List.copyOf(requires);
        provides = List.copyOf(provides);
    }

    /** "epoch:version-release"; without an epoch where the header has none. */
    public String fullVersion() {
        return (epoch == null ? "" : epoch + ":") + version + "-" + release;
    }
}

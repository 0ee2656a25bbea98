package dev.plimsoll.analysis.accept;

import com.github.packageurl.MalformedPackageURLException;
import com.github.packageurl.PackageURL;
import dev.plimsoll.event.Finding;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The packages a VEX statement speaks of. One is meant if its purl has the same type, namespace and
 * name, and the version and the qualifiers that the statement gives, if it gives any; a statement
 * may name a binary package or the source package that the finding is about.
 */
final class Purls {

    private final List<PackageURL> purls;

    private Purls(List<PackageURL> purls) {
        this.purls = List.copyOf(purls);
    }

    /**
     * @throws IllegalArgumentException if one is no purl
     */
    static Purls of(List<String> purls) {
        return new Purls(purls.stream().map(Purls::parse).toList());
    }

    /** Whether the finding is in one of them; no purls mean everything. */
    boolean include(Finding finding) {
        return purls.isEmpty() || purls.stream().anyMatch(purl -> includes(purl, finding));
    }

    private static boolean includes(PackageURL stated, Finding finding) {
        for (var text : finding.getPurls()) {
            PackageURL installed;
            try {
                installed = new PackageURL(text);
            } catch (MalformedPackageURLException e) {
                continue; // not told apart by a purl: no statement about one is about it
            }
            if (!stated.getType().equals(installed.getType())
                    || !Objects.equals(stated.getNamespace(), installed.getNamespace())) {
                continue;
            }
            boolean binary =
                    stated.getName().equals(installed.getName())
                            && isVersion(stated, installed.getVersion())
                            && hasQualifiers(stated, installed);
            boolean source =
                    stated.getName().equals(finding.getPackage$())
                            && isVersion(stated, finding.getVersion());
            if (binary || source) {
                return true;
            }
        }
        return false;
    }

    private static boolean isVersion(PackageURL stated, @Nullable String version) {
        return stated.getVersion() == null || stated.getVersion().equals(version);
    }

    private static boolean hasQualifiers(PackageURL stated, PackageURL installed) {
        var wanted = Objects.requireNonNullElse(stated.getQualifiers(), Map.<String, String>of());
        var present =
                Objects.requireNonNullElse(installed.getQualifiers(), Map.<String, String>of());
        return present.entrySet().containsAll(wanted.entrySet());
    }

    private static PackageURL parse(String purl) {
        try {
            return new PackageURL(purl);
        } catch (MalformedPackageURLException e) {
            throw new IllegalArgumentException("not a purl: '%s'".formatted(purl), e);
        }
    }
}

package dev.plimsoll.analysis.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Something to read elsewhere. */
record Reference(String title, String url) {

    /** What goes into an address as it is; anything else is no identifier worth a link. */
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");

    /** Where the publisher of the ecosystem writes about the vulnerability; null if nowhere. */
    static @Nullable String of(String vulnerability, String ecosystem) {
        if (!IDENTIFIER.matcher(vulnerability).matches()) {
            return null;
        }
        if (vulnerability.startsWith("CVE-") && ecosystem.startsWith("Debian")) {
            return "https://security-tracker.debian.org/tracker/" + vulnerability;
        }
        if (vulnerability.startsWith("CVE-") && ecosystem.startsWith("Alpine")) {
            return "https://security.alpinelinux.org/vuln/" + vulnerability;
        }
        return "https://osv.dev/vulnerability/" + vulnerability;
    }

    /** What helps with any finding of such an image. */
    static List<Reference> general(@Nullable String ecosystem) {
        var references = new ArrayList<Reference>();
        if (ecosystem != null && ecosystem.startsWith("Debian")) {
            references.add(
                    new Reference(
                            "Debian security advisories", "https://www.debian.org/security/"));
            references.add(
                    new Reference(
                            "Debian security tracker", "https://security-tracker.debian.org/"));
        }
        if (ecosystem != null && ecosystem.startsWith("Alpine")) {
            references.add(
                    new Reference("Alpine security tracker", "https://security.alpinelinux.org/"));
        }
        references.add(
                new Reference(
                        "Building images well",
                        "https://docs.docker.com/build/building/best-practices/"));
        references.add(
                new Reference(
                        "NIST SP 800-190, container security",
                        "https://nvlpubs.nist.gov/nistpubs/SpecialPublications/NIST.SP.800-190.pdf"));
        references.add(new Reference("Open Source Vulnerabilities", "https://osv.dev/"));
        return List.copyOf(references);
    }
}

package dev.plimsoll.analysis.match;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.ExploitationChanged;
import dev.plimsoll.event.FeedLoaded;
import java.util.List;
import java.util.Optional;

/** The advisories as the matcher asks for them. */
public interface Advisories {

    /**
     * Everything that names the package in the ecosystem release, in any order; withdrawn
     * advisories too, the matcher decides.
     *
     * @param ecosystem for example "Debian:12"
     * @param packageName the source package
     */
    List<AdvisoryChanged> affecting(String ecosystem, String packageName);

    /**
     * Everything whose id, alias or upstream is {@code vulnerability}, or a distribution's record
     * of it ("DEBIAN-CVE-2024-1"); withdrawn advisories too.
     */
    List<AdvisoryChanged> about(String vulnerability);

    /** What is known of the exploitation of a CVE. */
    Optional<ExploitationChanged> exploitation(String vulnerability);

    /** The feeds that were read to their end. */
    List<FeedLoaded> feeds();
}

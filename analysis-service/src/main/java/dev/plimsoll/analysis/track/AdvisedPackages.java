package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.match.AdvisedPackage;
import dev.plimsoll.event.Finding;

/** Findings by the package they speak of. */
final class AdvisedPackages {

    private AdvisedPackages() {}

    static AdvisedPackage of(Finding finding) {
        return new AdvisedPackage(finding.getEcosystem(), finding.getPackage$());
    }
}

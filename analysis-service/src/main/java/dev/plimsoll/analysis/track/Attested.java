package dev.plimsoll.analysis.track;

import dev.plimsoll.analysis.accept.AcceptancePolicy;
import dev.plimsoll.analysis.accept.VexReader;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.event.VexStated;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What others said of an image beside it in its registry. */
final class Attested {

    private Attested() {}

    /**
     * The policy for one image: what was signed with a known key is said of this image and of no
     * other. What anybody may have written decides nothing.
     *
     * @param scan of the content that is judged; null if there is none
     */
    static AcceptancePolicy policy(AcceptancePolicy policy, @Nullable ScanReported scan) {
        if (scan == null || scan.getAttestations().isEmpty()) {
            return policy;
        }
        var statements = statements(scan);
        return statements.isEmpty() ? policy : policy.with(statements);
    }

    /** Depends on the scan alone, so that looking again comes to the same. */
    private static List<VexStated> statements(ScanReported scan) {
        var subject =
                new VexReader.Subject(scan.getRegistry(), scan.getRepository(), scan.getDigest());
        return scan.getAttestations().stream()
                .filter(attestation -> attestation.getSignedBy() != null)
                .flatMap(
                        attestation ->
                                VexReader.predicate(
                                        attestation.getPredicate(),
                                        subject,
                                        "attestation " + attestation.getDigest(),
                                        attestation.getSignedBy(),
                                        scan.getFinishedAt())
                                        .stream())
                .toList();
    }
}

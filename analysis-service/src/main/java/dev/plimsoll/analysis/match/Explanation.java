package dev.plimsoll.analysis.match;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a vulnerability is a finding of an image, or is none.
 *
 * @param vulnerability as the finding is or would be called; as asked where no advisory tells
 * @param ecosystem of the package, null where the answer is on the image as a whole
 * @param packageName as in matches, null where the answer is on the image as a whole
 * @param version as compared
 * @param packages the names of what is installed of it
 * @param match set exactly where there is one, whether it is open or set aside by its kind
 * @param evidence sentences, those of rules start with the rule's key; never empty
 */
public record Explanation(
        Kind kind,
        String vulnerability,
        @Nullable String ecosystem,
        @Nullable String packageName,
        @Nullable String version,
        List<String> packages,
        @Nullable Match match,
        List<String> evidence) {

    /** What the answer is. */
    public enum Kind {
        FINDING(true),
        /** The distribution sees no security impact; listed, set aside. */
        NEGLIGIBLE(true),
        /** Only headers of the vulnerable kernel are installed; listed, set aside. */
        HEADER_PACKAGE(true),
        /** Nobody knows yet whether it is affected; listed, set aside. */
        UNDETERMINED(true),
        /** Another publisher's package, for which the advisory was not written; set aside. */
        THIRD_PARTY(true),
        /** No affected range has the installed version. */
        NOT_AFFECTED(false),
        /** The installed version has the fix. */
        FIXED(false),
        /** The advisory is for another module stream or architecture. */
        NOT_APPLICABLE(false),
        /** The advisory names the package in other releases only. */
        OTHER_RELEASE(false),
        WITHDRAWN(false),
        /** The operating system package that brings the files is matched in its stead. */
        COVERED(false),
        NO_SUCH_COMPONENT(false),
        /** What the advisory names could not be matched in this image. */
        NOT_MATCHED(false),
        /** No advisory that was loaded knows the vulnerability. */
        ADVISORY_UNKNOWN(false);

        private final boolean match;

        Kind(boolean match) {
            this.match = match;
        }

        /** Whether such an answer comes with a match. */
        public boolean isMatch() {
            return match;
        }
    }

    public Explanation {
        packages = List.copyOf(packages);
        evidence = List.copyOf(evidence);
        if (kind.isMatch() != (match != null) || evidence.isEmpty()) {
            throw new IllegalArgumentException(
                    "explanation '%s' of '%s' has match %s and %d sentences"
                            .formatted(kind, vulnerability, match != null, evidence.size()));
        }
    }
}

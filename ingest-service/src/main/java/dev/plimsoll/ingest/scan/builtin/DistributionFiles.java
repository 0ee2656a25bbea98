package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.Distribution;
import dev.plimsoll.ingest.scan.system.OsRelease;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that say which distribution an image is (D5, D6): ID and VERSION_ID as written; two
 * files that disagree are believed neither.
 *
 * @param etcOsRelease null if there is none, as are the others
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DistributionFiles(
        byte @Nullable [] etcOsRelease,
        byte @Nullable [] usrOsRelease,
        byte @Nullable [] debianVersion) {

    /** What they say together. */
    sealed interface Answer {

        record Named(Distribution distribution) implements Answer {}

        /** They name no distribution. */
        record Silent(String why) implements Answer {}

        /** They name two. */
        record Contradiction(String why) implements Answer {}
    }

    Answer answer() {
        var etc = osRelease(etcOsRelease);
        var usr = osRelease(usrOsRelease);
        if (etc.isPresent() && usr.isPresent() && !agree(etc.get(), usr.get())) {
            return new Answer.Contradiction(
                    "etc/os-release says %s %s, usr/lib/os-release says %s %s"
                            .formatted(
                                    etc.get().getId(),
                                    etc.get().getVersionId(),
                                    usr.get().getId(),
                                    usr.get().getVersionId()));
        }
        var debian = Optional.ofNullable(debianVersion).flatMap(OsRelease::parseDebianVersion);
        return etc.or(() -> usr)
                .map(found -> withRelease(found, debian))
                .or(() -> debian)
                .<Answer>map(Answer.Named::new)
                .orElseGet(
                        () ->
                                new Answer.Silent(
                                        "there are packages, but neither os-release nor debian_version says of which distribution"));
    }

    /** testing and unstable have no release of their own in os-release. */
    private static Distribution withRelease(Distribution found, Optional<Distribution> debian) {
        if (!found.getId().equals("debian")
                || found.getVersionId() != null
                || found.getCodename() != null) {
            return found;
        }
        return debian.map(
                        release ->
                                new Distribution(
                                        found.getId(),
                                        release.getVersionId(),
                                        release.getCodename(),
                                        found.getName()))
                .orElse(found);
    }

    private static boolean agree(Distribution etc, Distribution usr) {
        return etc.getId().equals(usr.getId())
                && Objects.equals(etc.getVersionId(), usr.getVersionId());
    }

    private static Optional<Distribution> osRelease(byte @Nullable [] text) {
        return text == null ? Optional.empty() : OsRelease.parse(text);
    }
}

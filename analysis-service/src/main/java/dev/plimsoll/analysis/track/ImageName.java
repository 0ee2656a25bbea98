package dev.plimsoll.analysis.track;

import dev.plimsoll.event.ScanReported;
import org.jspecify.annotations.Nullable;

/**
 * One image under one name and for one platform: what state is kept for.
 *
 * @param version the tag with a colon before it, or the digest with an at sign before it for an
 *     image without a tag
 */
record ImageName(String registry, String repository, String version, String platform) {

    ImageName {
        for (var part : new String[] {registry, repository, version, platform}) {
            if (part.isEmpty() || part.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "no image name can hold '%s': empty or with control characters"
                                .formatted(part.replaceAll("\\p{Cntrl}", "?")));
            }
        }
    }

    static ImageName of(ScanReported scan) {
        return of(
                scan.getRegistry(),
                scan.getRepository(),
                scan.getTag(),
                scan.getDigest(),
                scan.getPlatform());
    }

    static ImageName of(
            String registry,
            String repository,
            @Nullable String tag,
            String digest,
            String platform) {
        return new ImageName(
                registry, repository, tag == null ? "@" + digest : ":" + tag, platform);
    }

    static String repositoryKey(String registry, String repository) {
        return registry + "/" + repository;
    }

    String repositoryKey() {
        return repositoryKey(registry, repository);
    }

    /** Key of the image in {@code images.assessed}. */
    String topicKey() {
        return repositoryKey() + version + " " + platform;
    }

    /** Identity of its document. */
    String id() {
        return Ids.of(registry, repository, version.substring(1), platform);
    }
}

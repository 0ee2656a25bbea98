package dev.plimsoll.ingest.push.format;

import static dev.plimsoll.ingest.push.format.Fields.raw;
import static dev.plimsoll.ingest.push.format.Fields.text;

import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.push.format.RegistryEvent.Ignored;
import dev.plimsoll.ingest.push.format.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.format.RegistryEvent.Refused;
import dev.plimsoll.ingest.push.proof.ProofKind;
import dev.plimsoll.ingest.push.proof.Signing;
import dev.plimsoll.ingest.reference.RegistryHost;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * <a
 * href="https://jfrog.com/help/r/jfrog-platform-administration-documentation/event-types">Webhooks
 * of JFrog</a> about Docker images, with the secret in {@code X-JFrog-Event-Auth} as it is, or used
 * to sign. They have neither a time nor an id.
 *
 * <p>Images are named as the repository path method of Artifactory names them: {@code
 * host/repository key/image}. Where the source is configured with a registry of the sub-domain
 * method, {@code repository key.host}, they are {@code repository key.host/image}.
 */
public final class JfrogFormat implements EventFormat {

    @Override
    public Set<ProofKind> proofs() {
        return Set.of(ProofKind.SIGNATURE, ProofKind.HEADER);
    }

    @Override
    public Signing signing() {
        return new Signing("X-JFrog-Event-Auth", "HmacSHA256", "");
    }

    /** The origin that Artifactory tells is not always the host that images are pulled from. */
    @Override
    public RegistryOrigin registryOrigin() {
        return RegistryOrigin.EVENT_OR_SOURCE;
    }

    @Override
    public List<RegistryEvent> read(Delivery delivery) {
        var body = delivery.body();
        var domain = text(body, "domain");
        if (domain == null) {
            return List.of(new Refused(Reason.UNKNOWN_FORMAT, "the body has no string 'domain'"));
        }
        if (!domain.equals("docker")) {
            return List.of(new Ignored(Reason.NOT_A_PUSH));
        }
        var data = body.path("data");
        var key = text(data, "repo_key");
        var image = text(data, "image_name");
        var names =
                new ImageNames(
                        delivery.registryOr(Fields.host(text(body, "jpd_origin"))),
                        repository(delivery.registry(), key, image),
                        text(data, "tag"),
                        digest(text(data, "sha256")));
        var occurrence =
                new Occurrence(
                        EventId.of(
                                raw(body, "event_type"),
                                raw(data, "repo_key"),
                                raw(data, "path"),
                                raw(data, "sha256")),
                        text(body, "source"),
                        null,
                        true);
        return List.of(
                switch (raw(body, "event_type")) {
                    case "pushed", "promoted" -> names.pushed(occurrence, null);
                    case "deleted" -> names.tagAlone().deleted(occurrence);
                    default -> new Ignored(Reason.NOT_A_PUSH);
                });
    }

    private static @Nullable String repository(
            @Nullable RegistryHost registry, @Nullable String key, @Nullable String image) {
        if (key == null || image == null) {
            return null;
        }
        boolean subDomain = registry != null && registry.value().startsWith(key + ".");
        return subDomain ? image : key + "/" + image;
    }

    private static @Nullable String digest(@Nullable String hexadecimal) {
        return hexadecimal == null || hexadecimal.startsWith("sha256:")
                ? hexadecimal
                : "sha256:" + hexadecimal;
    }
}

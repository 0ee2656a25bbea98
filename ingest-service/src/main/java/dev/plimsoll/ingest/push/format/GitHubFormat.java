package dev.plimsoll.ingest.push.format;

import static dev.plimsoll.ingest.push.format.Fields.lowerCase;
import static dev.plimsoll.ingest.push.format.Fields.raw;
import static dev.plimsoll.ingest.push.format.Fields.text;

import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.push.format.RegistryEvent.Ignored;
import dev.plimsoll.ingest.push.format.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.proof.ProofKind;
import dev.plimsoll.ingest.push.proof.Signing;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * <a href="https://docs.github.com/en/webhooks/webhook-events-and-payloads#package">Webhooks of
 * GitHub</a> about its container registry. The events {@code package} and {@code registry_package}
 * tell of the same push, with two delivery ids that are not signed; so what tells pushes apart is
 * inside of the body.
 */
public final class GitHubFormat implements EventFormat {

    private static final Set<String> PUSHES = Set.of("published", "updated", "create");

    /** In lower case; the second is what the former registry said. */
    private static final Set<String> CONTAINERS = Set.of("container", "docker");

    @Override
    public Set<ProofKind> proofs() {
        return Set.of(ProofKind.SIGNATURE);
    }

    @Override
    public Signing signing() {
        return new Signing("X-Hub-Signature-256", "HmacSHA256", "sha256=");
    }

    /** Of GitHub Enterprise Server, the source has to say it. */
    @Override
    public RegistryOrigin registryOrigin() {
        return RegistryOrigin.EVENT_OR_SOURCE;
    }

    @Override
    public List<RegistryEvent> read(Delivery delivery) {
        var body = delivery.body();
        var named =
                body.path("package").isObject()
                        ? body.path("package")
                        : body.path("registry_package");
        if (!PUSHES.contains(raw(body, "action")) || !isContainer(named)) {
            return List.of(new Ignored(Reason.NOT_A_PUSH));
        }
        var version = named.path("package_version");
        var metadata = version.path("container_metadata");
        var manifest = metadata.path("manifest");
        var tag = text(metadata.path("tag"), "name");
        var names =
                new ImageNames(
                        delivery.registryOr("ghcr.io"),
                        repository(body, named),
                        tag,
                        text(manifest, "digest"));
        var key =
                EventId.of(
                        raw(named, "id"),
                        raw(named, "updated_at"),
                        raw(version, "id"),
                        String.valueOf(tag),
                        raw(manifest, "digest"));
        return List.of(
                names.pushed(
                        new Occurrence(
                                key,
                                text(body.path("sender"), "login"),
                                Fields.timestamp(named, "updated_at")),
                        text(manifest, "media_type")));
    }

    private static boolean isContainer(JsonNode named) {
        return CONTAINERS.contains(raw(named, "package_type").toLowerCase(Locale.ROOT))
                || CONTAINERS.contains(raw(named, "ecosystem").toLowerCase(Locale.ROOT));
    }

    /** Owners keep their capitals, the registry does not know them. */
    private static @Nullable String repository(JsonNode body, JsonNode named) {
        var owner = text(named.path("owner"), "login");
        if (owner == null) {
            owner = text(body.path("organization"), "login");
        }
        if (owner == null) {
            owner = text(named, "namespace");
        }
        var name = text(named, "name");
        return owner == null || name == null ? null : lowerCase(owner + "/" + name);
    }
}

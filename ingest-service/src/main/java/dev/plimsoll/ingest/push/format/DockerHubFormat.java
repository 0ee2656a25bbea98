package dev.plimsoll.ingest.push.format;

import static dev.plimsoll.ingest.push.format.Fields.raw;
import static dev.plimsoll.ingest.push.format.Fields.text;

import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.push.format.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.format.RegistryEvent.Refused;
import dev.plimsoll.ingest.push.proof.ProofKind;
import dev.plimsoll.ingest.reference.RegistryHost;
import java.util.List;
import java.util.Set;

/**
 * Webhooks of <a href="https://docs.docker.com/docker-hub/repos/manage/webhooks/">Docker Hub</a>:
 * pushes only, without digest, id or signature. One push may be told several times; repository, tag
 * and time are then the same.
 */
public final class DockerHubFormat implements EventFormat {

    @Override
    public Set<ProofKind> proofs() {
        return Set.of(ProofKind.URL_SECRET);
    }

    @Override
    public List<RegistryEvent> read(Delivery delivery) {
        var body = delivery.body();
        var push = body.path("push_data");
        var repository = body.path("repository");
        if (!push.isObject() || !repository.isObject()) {
            return List.of(
                    new Refused(
                            Reason.UNKNOWN_FORMAT,
                            "the body has no objects 'push_data' and 'repository'"));
        }
        var at = Fields.epochSeconds(push, "pushed_at");
        var key =
                EventId.of(
                        raw(repository, "repo_name"),
                        raw(push, "tag"),
                        at == null ? raw(push, "pushed_at") : at.toString());
        var names =
                new ImageNames(
                        RegistryHost.DOCKER_HUB.value(),
                        text(repository, "repo_name"),
                        text(push, "tag"),
                        null);
        return List.of(names.pushed(new Occurrence(key, text(push, "pusher"), at), null));
    }
}

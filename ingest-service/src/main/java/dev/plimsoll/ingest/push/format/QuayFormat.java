package dev.plimsoll.ingest.push.format;

import static dev.plimsoll.ingest.push.format.Fields.text;

import dev.plimsoll.ingest.publish.EventId;
import dev.plimsoll.ingest.push.format.RegistryEvent.Ignored;
import dev.plimsoll.ingest.push.format.RegistryEvent.Occurrence;
import dev.plimsoll.ingest.push.format.RegistryEvent.Reason;
import dev.plimsoll.ingest.push.proof.ProofKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * <a href="https://docs.projectquay.io/use_quay.html#repository-notifications">Notifications of
 * Quay</a>: nothing but the data of the event. Only a push has {@code updated_tags}.
 *
 * <p>Without time, id or digest a second push of a tag reads exactly like a repetition of the
 * first. So every delivery is an event: one repetition too many costs the look at a manifest, one
 * push too few would be missed.
 */
public final class QuayFormat implements EventFormat {

    @Override
    public Set<ProofKind> proofs() {
        return Set.of(ProofKind.URL_SECRET);
    }

    @Override
    public List<RegistryEvent> read(Delivery delivery) {
        var tags = delivery.body().path("updated_tags");
        if (!tags.isArray() && !tags.isObject()) {
            return List.of(new Ignored(Reason.NOT_A_PUSH));
        }
        return tags(tags).map(tag -> pushed(delivery, tag)).toList();
    }

    /** A list; in old versions an object whose keys are the tags. What is no string is no tag. */
    private static Stream<String> tags(JsonNode tags) {
        return tags.isObject()
                ? tags.propertyNames().stream()
                : tags.valueStream().map(tag -> tag.isString() ? tag.stringValue() : "");
    }

    private static RegistryEvent pushed(Delivery delivery, String tag) {
        var place = ImageNames.ofReference(text(delivery.body(), "docker_url"));
        var repository = text(delivery.body(), "repository");
        var key =
                EventId.of(
                        String.valueOf(place.registry()),
                        String.valueOf(repository),
                        tag,
                        delivery.receivedAt().toString());
        return new ImageNames(place.registry(), repository, tag, null)
                .pushed(new Occurrence(key, null, null), null);
    }
}

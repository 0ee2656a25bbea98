package dev.plimsoll.ingest.push;

import dev.plimsoll.ingest.access.Secret;
import dev.plimsoll.ingest.push.format.EventFormat;
import dev.plimsoll.ingest.push.proof.BodySignature;
import dev.plimsoll.ingest.push.proof.Fetch;
import dev.plimsoll.ingest.push.proof.GoogleToken;
import dev.plimsoll.ingest.push.proof.HeaderSecret;
import dev.plimsoll.ingest.push.proof.Proof;
import dev.plimsoll.ingest.push.proof.SnsSignature;
import dev.plimsoll.ingest.push.proof.TopicArn;
import dev.plimsoll.ingest.push.proof.UrlSecret;
import dev.plimsoll.ingest.reference.RegistryHost;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configured senders, by the id in the URL. */
final class Sources {

    private final Map<String, Source> sources;

    Sources(PushProperties properties, Fetch fetch, Clock clock) {
        var proofs = new Proofs(properties, fetch, clock);
        this.sources =
                properties.sources().entrySet().stream()
                        .map(entry -> source(entry.getKey(), entry.getValue(), proofs))
                        .collect(Collectors.toUnmodifiableMap(Source::id, source -> source));
    }

    private static Source source(String id, SourceProperties settings, Proofs proofs) {
        var format = settings.type().format();
        var registry = settings.registry() == null ? null : new RegistryHost(settings.registry());
        return new Source(id, format, proofs.of(format, settings), registry);
    }

    /** A sender that proves nothing stands for those that are not configured. */
    Source get(String id) {
        return sources.getOrDefault(id, Source.UNKNOWN);
    }

    private record Proofs(PushProperties properties, Fetch fetch, Clock clock) {

        Proof of(EventFormat format, SourceProperties settings) {
            return switch (settings.proof()) {
                case HEADER ->
                        new HeaderSecret(set(settings.header()), Secret.of(set(settings.secret())));
                case BASIC ->
                        HeaderSecret.basic(set(settings.username()), set(settings.password()));
                case URL_SECRET ->
                        new UrlSecret(
                                settings.urlParameter(), Secret.of(set(settings.urlSecret())));
                case SIGNATURE ->
                        new BodySignature(set(format.signing()), set(settings.signingSecret()));
                case TOPIC ->
                        new SnsSignature(
                                new TopicArn(set(settings.topicArn())),
                                fetch,
                                clock,
                                properties.repetitionWindow());
                case TOKEN ->
                        new GoogleToken(
                                set(settings.audience()),
                                set(settings.serviceAccount()),
                                settings.keys(),
                                fetch,
                                clock);
            };
        }

        /** SourceProperties has checked it. */
        private static <T> T set(@Nullable T setting) {
            return Objects.requireNonNull(setting);
        }
    }
}

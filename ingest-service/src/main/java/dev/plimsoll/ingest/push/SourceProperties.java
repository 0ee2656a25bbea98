package dev.plimsoll.ingest.push;

import dev.plimsoll.ingest.push.format.EventFormat.RegistryOrigin;
import dev.plimsoll.ingest.push.proof.ProofKind;
import dev.plimsoll.ingest.push.proof.TopicArn;
import dev.plimsoll.ingest.reference.RegistryHost;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may post to {@code /events/<id>}, and the one way in which they prove it. Which ways a type
 * knows, says its class in {@code push/format}.
 *
 * @param registry host of the images, for types whose events do not say it, or not always well
 * @param header name of the header that holds {@code secret}
 * @param secret the whole value of the header, for example "Bearer …"
 * @param username of basic authentication
 * @param urlSecret the value of a parameter of the URL; may end up in the logs of every proxy on
 *     the way
 * @param urlParameter the name of that parameter
 * @param signingSecret the key of the hash that the sender sends with every body
 * @param topicArn the one topic whose messages are taken, and whose subscription is confirmed
 * @param audience for which Google's token has to be made out
 * @param serviceAccount e-mail address of the account that Google's token has to name
 * @param keys where the keys of such tokens are published
 */
public record SourceProperties(
        @NotNull SourceType type,
        @Nullable String registry,
        @Nullable String header,
        @Nullable String secret,
        @Nullable String username,
        @Nullable String password,
        @Nullable String urlSecret,
        @DefaultValue("secret") String urlParameter,
        @Nullable String signingSecret,
        @Nullable String topicArn,
        @Nullable String audience,
        @Nullable String serviceAccount,
        @DefaultValue(GOOGLE_KEYS) URI keys) {

    private static final String GOOGLE_KEYS = "https://www.googleapis.com/oauth2/v3/certs";

    public SourceProperties {
        together("header", header, "secret", secret);
        together("username", username, "password", password);
        together("audience", audience, "service-account", serviceAccount);
        for (var value : values(secret, password, urlSecret, signingSecret)) {
            if (value.isBlank()) {
                throw new IllegalArgumentException("a secret must not be blank");
            }
        }
        if (urlParameter.isBlank() || !urlParameter.matches("[A-Za-z0-9_.-]+")) {
            throw new IllegalArgumentException(
                    "'url-parameter' is no name: '%s'".formatted(urlParameter));
        }
        if (!"https".equals(keys.getScheme()) || keys.getHost() == null) {
            throw new IllegalArgumentException("'keys' is no https address: '%s'".formatted(keys));
        }
        if (topicArn != null) {
            topicArn = new TopicArn(topicArn).value();
        }
        if (registry != null) {
            registry = new RegistryHost(registry).value();
        }
        if (type != null) { // else the message that it is missing says more
            checkProofs(
                    type, kinds(header, username, urlSecret, signingSecret, topicArn, audience));
            checkRegistry(type, registry);
        }
    }

    /** The one proof that is configured. */
    ProofKind proof() {
        return kinds(header, username, urlSecret, signingSecret, topicArn, audience).getFirst();
    }

    private static void together(
            String one, @Nullable String oneValue, String other, @Nullable String otherValue) {
        if ((oneValue == null) != (otherValue == null)) {
            throw new IllegalArgumentException(
                    "'%s' and '%s' belong together: one of them is missing".formatted(one, other));
        }
    }

    private static List<String> values(@Nullable String... values) {
        var present = new ArrayList<String>();
        for (var value : values) {
            if (value != null) {
                present.add(value);
            }
        }
        return present;
    }

    private static List<ProofKind> kinds(
            @Nullable String header,
            @Nullable String username,
            @Nullable String urlSecret,
            @Nullable String signingSecret,
            @Nullable String topicArn,
            @Nullable String audience) {
        var kinds = new ArrayList<ProofKind>();
        add(kinds, header, ProofKind.HEADER);
        add(kinds, username, ProofKind.BASIC);
        add(kinds, urlSecret, ProofKind.URL_SECRET);
        add(kinds, signingSecret, ProofKind.SIGNATURE);
        add(kinds, topicArn, ProofKind.TOPIC);
        add(kinds, audience, ProofKind.TOKEN);
        return kinds;
    }

    private static void add(List<ProofKind> kinds, @Nullable String setting, ProofKind kind) {
        if (setting != null) {
            kinds.add(kind);
        }
    }

    private static void checkProofs(SourceType type, List<ProofKind> kinds) {
        var allowed = type.format().proofs();
        var needs =
                allowed.stream()
                        .sorted()
                        .map(ProofKind::settings)
                        .collect(Collectors.joining(", or "));
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException(
                    "a source of type '%s' proves who it is by %s: set them"
                            .formatted(type.setting(), needs));
        }
        if (kinds.size() > 1) {
            throw new IllegalArgumentException(
                    "a source proves who it is in one way, not by %s and by %s"
                            .formatted(kinds.getFirst().settings(), kinds.get(1).settings()));
        }
        if (!allowed.contains(kinds.getFirst())) {
            throw new IllegalArgumentException(
                    "a source of type '%s' cannot prove who it is by %s, but by %s"
                            .formatted(type.setting(), kinds.getFirst().settings(), needs));
        }
    }

    private static void checkRegistry(SourceType type, @Nullable String registry) {
        var origin = type.format().registryOrigin();
        if (origin == RegistryOrigin.SOURCE && registry == null) {
            throw new IllegalArgumentException(
                    "a source of type '%s' needs 'registry': its events do not say from which one they come"
                            .formatted(type.setting()));
        }
        if (origin == RegistryOrigin.EVENT && registry != null) {
            throw new IllegalArgumentException(
                    "a source of type '%s' takes no 'registry': its events say from which one they come"
                            .formatted(type.setting()));
        }
    }

    @Override
    public String toString() {
        return "SourceProperties[type=%s, registry=%s, proof=%s]"
                .formatted(type, registry, proof());
    }
}

package dev.plimsoll.ingest.registry;

import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.reference.RepositoryName;
import dev.plimsoll.ingest.reference.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One configured registry, read-only. Safe for many threads. */
public final class Registry {

    /** What the specification asks registries to accept. */
    private static final int MAX_MANIFEST = 4 * 1024 * 1024;

    private static final int MAX_CONFIG = 8 * 1024 * 1024;
    private static final int MAX_REDIRECTS = 5;

    private static final String MANIFEST_TYPES =
            String.join(
                    ", ",
                    ManifestReader.OCI_INDEX,
                    ManifestReader.OCI_MANIFEST,
                    ManifestReader.DOCKER_LIST,
                    ManifestReader.DOCKER_MANIFEST);

    private final RegistryAccess access;
    private final Endpoint own;
    private final Http http;
    private final Authorizer authorizer;
    private final Circuit circuit;

    Registry(RegistryAccess access, DockerConfig dockerConfig, Http http, Clock clock) {
        this.access = access;
        this.own = Endpoint.of(access.base());
        this.http = http;
        this.authorizer = new Authorizer(access, dockerConfig, http, clock);
        this.circuit = new Circuit(access.host(), clock);
    }

    /** Whether it is asked at all at present. */
    Circuit circuit() {
        return circuit;
    }

    /** The manifest a tag names at this moment. */
    public Manifest manifest(Repository repository, String tag) {
        return manifest(repository, Repository.tag(tag), null);
    }

    /** The manifest of this digest, verified. */
    public Manifest manifest(Repository repository, Digest digest) {
        return manifest(repository, digest.value(), digest);
    }

    /**
     * The digest that the registry gives for a tag at this moment; nobody verified it. Costs no
     * pull where pulls are counted.
     *
     * @throws ImageRefusedException GONE if there is no such tag
     */
    public Digest digest(Repository repository, String tag) {
        var path = "/manifests/" + Repository.tag(tag);
        var question = Http.Question.head(MANIFEST_TYPES, http.patience().document());
        try {
            var answer = get(repository, path, question);
            answer.body().close();
            var digest = answer.header("Docker-Content-Digest");
            return digest.isEmpty() ? manifest(repository, tag).digest() : new Digest(digest);
        } catch (ImageRefusedException e) {
            if (e.reason() == Reason.UNEXPECTED_RESPONSE) {
                return manifest(repository, tag).digest(); // it knows no HEAD
            }
            throw e;
        }
    }

    /**
     * The repositories the registry tells of.
     *
     * @throws ImageRefusedException if it does not tell, or not in a way that could be read
     */
    public Names repositories(ListLimits limits) {
        var names = new Names.Reader("repositories", RepositoryName::new, limits.repositories());
        var complete = pages("/v2/_catalog?n=" + limits.page(), limits, Scope.CATALOGUE, names);
        return names.read(complete);
    }

    /**
     * The tags of a repository.
     *
     * @throws ImageRefusedException GONE if there is no such repository
     */
    public Names tags(Repository repository, ListLimits limits) {
        var named = named(repository);
        var names = new Names.Reader("tags", Tag::new, limits.tags());
        var path = "/v2/%s/tags/list?n=%d".formatted(named, limits.page());
        var complete = pages(path, limits, Scope.pull(named), names);
        return names.read(complete);
    }

    /**
     * A list of another API of the registry's own host, for example Harbor's, from its first page
     * to its last. The password goes along unasked, to that host alone.
     *
     * @param path with its query, which says how long a page is
     * @return whether it was read to its end
     */
    public boolean pages(String path, ListLimits limits, Pages.Reader reader) {
        return Pages.read(
                address(path),
                limits,
                address ->
                        circuit.closed(
                                () ->
                                        followed(
                                                http.ask(address, json(), authorizer.unasked()),
                                                json(),
                                                authorizer.unasked())),
                reader);
    }

    private boolean pages(String path, ListLimits limits, Scope scope, Pages.Reader reader) {
        return Pages.read(
                address(path),
                limits,
                address -> circuit.closed(() -> ask(scope, address, json())),
                reader);
    }

    private Http.Question json() {
        return Http.Question.get("application/json", http.patience().document());
    }

    /** A configuration, verified. */
    public byte[] config(Repository repository, Descriptor descriptor) {
        if (descriptor.size() > MAX_CONFIG) {
            throw new ImageRefusedException(
                    Reason.LIMIT_MANIFEST,
                    "configuration %s has %d bytes, at most %d are read"
                            .formatted(descriptor.digest(), descriptor.size(), MAX_CONFIG));
        }
        try (var blob = blob(repository, descriptor)) {
            var content = blob.readAllBytes();
            blob.verify();
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException("blobs throw no such thing", e);
        }
    }

    /**
     * A manifest that need not be an image, verified.
     *
     * @param within how long its body may take
     */
    public Artifact artifact(Repository repository, Digest digest, Duration within) {
        var document = document(repository, digest.value(), digest, shorter(within));
        return ArtifactReader.artifact(document.content(), document.digest());
    }

    /** The artifact that a tag names at this moment. */
    public Artifact artifact(Repository repository, String tag, Duration within) {
        var document = document(repository, Repository.tag(tag), null, shorter(within));
        return ArtifactReader.artifact(document.content(), document.digest());
    }

    /**
     * What says of itself that it is about a manifest, by the registry's own list
     * (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers).
     *
     * @throws ImageRefusedException GONE from a registry that keeps no such list
     */
    public List<Artifact.Referrer> referrers(
            Repository repository, Digest digest, Duration within) {
        var answer =
                get(
                        repository,
                        "/referrers/" + digest,
                        Http.Question.get(ManifestReader.OCI_INDEX, shorter(within)));
        return ArtifactReader.referrers(
                BoundedBody.read(answer.body(), MAX_MANIFEST, Reason.LIMIT_MANIFEST), digest);
    }

    /**
     * The same list, as clients keep it under a tag where the registry keeps none
     * (https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema).
     */
    public List<Artifact.Referrer> taggedReferrers(
            Repository repository, Digest digest, Duration within) {
        var document = document(repository, "sha256-" + digest.hex(), null, shorter(within));
        return ArtifactReader.referrers(document.content(), digest);
    }

    /**
     * A small blob whole, verified.
     *
     * @param limit more bytes are refused before they are asked for
     */
    public byte[] document(
            Repository repository, Descriptor descriptor, int limit, Duration within) {
        if (descriptor.size() > limit) {
            throw new ImageRefusedException(
                    Reason.LIMIT_MANIFEST,
                    "blob %s has %d bytes, at most %d are read"
                            .formatted(descriptor.digest(), descriptor.size(), limit));
        }
        try (var blob = blob(repository, descriptor, shorter(within))) {
            var content = blob.readAllBytes();
            blob.verify();
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException("blobs throw no such thing", e);
        }
    }

    private Duration shorter(Duration within) {
        var usual = http.patience().document();
        return within.compareTo(usual) < 0 ? within : usual;
    }

    /**
     * A blob as a stream; what was read counts only after {@link VerifiedBlob#verify()}. To be
     * closed.
     */
    public VerifiedBlob blob(Repository repository, Descriptor descriptor) {
        return blob(repository, descriptor, http.patience().blob());
    }

    private VerifiedBlob blob(Repository repository, Descriptor descriptor, Duration within) {
        var deadline = System.nanoTime() + within.toNanos();
        var body =
                new BlobBody(
                        from ->
                                blob(
                                        repository,
                                        descriptor,
                                        from,
                                        Duration.ofNanos(deadline - System.nanoTime())));
        return new VerifiedBlob(body, descriptor);
    }

    /** A registry that knows no ranges starts from the beginning, and we pass over what we have. */
    private TimedBody blob(
            Repository repository, Descriptor descriptor, long from, Duration whole) {
        var answer =
                get(
                        repository,
                        "/blobs/" + descriptor.digest(),
                        new Http.Question("GET", "application/octet-stream, */*", from, whole));
        if (answer.status() == 206) {
            checkRange(answer, descriptor, from);
        } else {
            answer.body().skipBytes(from);
        }
        return answer.body();
    }

    private static void checkRange(Http.Answer answer, Descriptor descriptor, long from) {
        var range = answer.header("Content-Range");
        var wanted = "bytes %d-%d/".formatted(from, descriptor.size() - 1);
        if (!range.equals(wanted + descriptor.size()) && !range.equals(wanted + "*")) {
            answer.body().close();
            throw new ImageRefusedException(
                    Reason.UNEXPECTED_RESPONSE,
                    "blob %s: asked for what follows byte %d of %d, got '%s'"
                            .formatted(
                                    descriptor.digest(),
                                    from,
                                    descriptor.size(),
                                    Printable.of(range)));
        }
    }

    private Manifest manifest(Repository repository, String reference, @Nullable Digest wanted) {
        var document = document(repository, reference, wanted, http.patience().document());
        return ManifestReader.read(document.content(), document.digest(), document.contentType());
    }

    private record Document(byte[] content, Digest digest, String contentType) {}

    /** What a tag or digest names, verified, whatever it is. */
    private Document document(
            Repository repository, String reference, @Nullable Digest wanted, Duration whole) {
        var answer =
                get(
                        repository,
                        "/manifests/" + reference,
                        Http.Question.get(MANIFEST_TYPES, whole));
        if (answer.header("Content-Type").toLowerCase(Locale.ROOT).startsWith("text/html")) {
            answer.body().close();
            throw new ImageRefusedException(
                    Reason.UNEXPECTED_RESPONSE,
                    "registry '%s' answered with a web page, perhaps for logging in; check base-url"
                            .formatted(access.host()));
        }
        var document = BoundedBody.read(answer.body(), MAX_MANIFEST, Reason.LIMIT_MANIFEST);
        var digest = Digest.of(document);
        var claimed = wanted != null ? wanted.value() : answer.header("Docker-Content-Digest");
        if (!claimed.isEmpty() && !claimed.equals(digest.value())) {
            throw new ImageRefusedException(
                    Reason.DIGEST_MISMATCH,
                    "manifest %s of %s has the digest %s"
                            .formatted(Printable.of(claimed), repository, digest));
        }
        return new Document(document, digest, answer.header("Content-Type"));
    }

    private Http.Answer get(Repository repository, String path, Http.Question question) {
        var named = named(repository);
        return circuit.closed(
                () -> ask(Scope.pull(named), address("/v2/" + named + path), question));
    }

    private URI address(String path) {
        return URI.create(withoutSlash(access.base()) + path);
    }

    private Http.Answer ask(Scope scope, URI address, Http.Question question) {
        var authorization = authorizer.known(scope);
        var answer = http.ask(address, question, authorization);
        if (answer.status() == 401) {
            answer.body().discard(64 * 1024);
            authorization =
                    authorizer.answer(
                            authorization, answer.headers().allValues("WWW-Authenticate"), scope);
            answer = http.ask(address, question, authorization);
        }
        return followed(answer, question, authorization);
    }

    /** What is at the end of the redirects, if it is what was asked for. */
    private Http.Answer followed(
            Http.Answer first, Http.Question question, @Nullable String authorization) {
        var answer = follow(first, question, authorization);
        if (answer.status() == 200 || (answer.status() == 206 && question.from() > 0)) {
            return answer;
        }
        throw answer.refused();
    }

    /** Authorization goes along within the registry's own endpoint, and once dropped stays so. */
    private Http.Answer follow(
            Http.Answer first, Http.Question question, @Nullable String authorization) {
        var answer = first;
        var credentials = authorization;
        for (int hop = 0; isRedirect(answer.status()); hop++) {
            answer.body().discard(64 * 1024);
            if (hop == MAX_REDIRECTS) {
                throw refused(answer.address().toString(), "it is hop %d".formatted(hop + 1));
            }
            var target = target(answer);
            var endpoint = Endpoint.of(target);
            if (!endpoint.equals(own)) {
                credentials = null;
            }
            answer = http.ask(target, question, credentials);
        }
        return answer;
    }

    private URI target(Http.Answer answer) {
        var location = answer.header("Location");
        if (location.isBlank()) {
            throw refused(location, "it is no address");
        }
        try {
            var target = answer.address().resolve(new URI(location));
            var endpoint = Endpoint.of(target);
            if (endpoint.equals(own)) {
                return target;
            }
            if (!access.redirectHosts().contains(endpoint.authority())) {
                throw refused(location, "its host is not in redirect-hosts");
            }
            if (!Endpoint.of(answer.address()).mayLeadTo(endpoint)) {
                throw refused(location, "it is not protected by TLS");
            }
            return target;
        } catch (URISyntaxException | IllegalArgumentException _) {
            throw refused(location, "it is no plain address");
        }
    }

    private ImageRefusedException refused(String location, String why) {
        return new ImageRefusedException(
                Reason.REDIRECT_REFUSED,
                "registry '%s' redirects to '%s': %s"
                        .formatted(
                                access.host(), Printable.of(Endpoint.withoutQuery(location)), why));
    }

    /** Docker Hub's own images live below {@code library/}. */
    private Repository named(Repository repository) {
        return access.host().equals("docker.io") && repository.name().indexOf('/') < 0
                ? new Repository("library/" + repository.name())
                : repository;
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static String withoutSlash(URI base) {
        var text = base.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}

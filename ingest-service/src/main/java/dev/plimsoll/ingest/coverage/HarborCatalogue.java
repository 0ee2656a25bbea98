package dev.plimsoll.ingest.coverage;

import dev.plimsoll.ingest.reference.ImageDigest;
import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.reference.RepositoryName;
import dev.plimsoll.ingest.reference.Tag;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.ListLimits;
import dev.plimsoll.ingest.registry.Names;
import dev.plimsoll.ingest.registry.Pages;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.registry.Registry;
import dev.plimsoll.ingest.registry.Repository;
import dev.plimsoll.ingest.registry.UntrustedJson;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Projects, repositories and artifacts of Harbor's API v2.0, as its <a
 * href="https://github.com/goharbor/harbor/blob/main/api/v2.0/swagger.yaml">OpenAPI document</a>
 * has them. An artifact says its digest, its tags and whether it is an image.
 */
record HarborCatalogue(Registry registry, ListLimits limits) implements CatalogueApi {

    private static final String PROJECTS = "/api/v2.0/projects";

    @Override
    public Names repositories() {
        var projects = new Strings(HarborCatalogue::project, limits.repositories());
        boolean complete = registry.pages(PROJECTS + page(), limits, projects);
        int malformed = projects.malformed;
        var repositories = new TreeSet<String>();
        for (var project : projects.values) {
            int left = limits.repositories() - repositories.size();
            var names = new Strings(entry -> repository(project, entry), left);
            complete &=
                    registry.pages(
                            PROJECTS + "/" + project + "/repositories" + page(), limits, names);
            malformed += names.malformed;
            repositories.addAll(names.values);
        }
        return new Names(repositories, malformed, complete);
    }

    @Override
    public Tags tags(Repository repository) {
        var name = repository.name();
        int slash = name.indexOf('/');
        if (slash < 0) {
            throw new ImageRefusedException(
                    Reason.REFERENCE_INVALID, "'%s' is in no project of Harbor".formatted(name));
        }
        // Harbor decodes twice: "If it contains slash, encode it twice over with URL encoding".
        var path =
                "%s/%s/repositories/%s/artifacts%s&with_tag=true&q=tags%%3D*"
                        .formatted(
                                PROJECTS,
                                name.substring(0, slash),
                                name.substring(slash + 1).replace("/", "%252F"),
                                page());
        var artifacts = new Artifacts(limits.tags());
        boolean complete = registry.pages(path, limits, artifacts);
        return new Tags(artifacts.claims, complete);
    }

    private String page() {
        return "?page=1&page_size=" + Math.min(limits.page(), 100);
    }

    private static @Nullable String project(JsonNode entry) {
        var name = text(entry, "name");
        return name.indexOf('/') < 0 ? checked(name) : null;
    }

    private static @Nullable String repository(String project, JsonNode entry) {
        var name = text(entry, "name");
        return name.startsWith(project + "/") ? checked(name) : null;
    }

    private static @Nullable String checked(String name) {
        try {
            return new RepositoryName(name).value();
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static String text(JsonNode node, String field) {
        var value = node.get(field);
        return value != null && value.isString() ? value.stringValue() : "";
    }

    /** One name of each entry, null for what is none. */
    private static final class Strings implements Pages.Reader {

        private final Function<JsonNode, @Nullable String> name;
        private final int most;
        private final SortedSet<String> values = new TreeSet<>();
        private int malformed;

        Strings(Function<JsonNode, @Nullable String> name, int most) {
            this.name = name;
            this.most = most;
        }

        @Override
        public Pages.Progress page(byte[] document) {
            int before = values.size();
            for (var entry :
                    UntrustedJson.array(document, Reason.UNEXPECTED_RESPONSE, "Harbor's list")) {
                if (values.size() >= most) {
                    return Pages.Progress.ENOUGH;
                }
                var value = name.apply(entry);
                if (value == null) {
                    malformed++;
                } else {
                    values.add(value);
                }
            }
            return values.size() > before ? Pages.Progress.MORE : Pages.Progress.NOTHING_NEW;
        }
    }

    private static final class Artifacts implements Pages.Reader {

        private final int most;
        private final TreeMap<String, Claim> claims = new TreeMap<>();

        Artifacts(int most) {
            this.most = most;
        }

        @Override
        public Pages.Progress page(byte[] document) {
            int before = claims.size();
            for (var artifact :
                    UntrustedJson.array(
                            document, Reason.UNEXPECTED_RESPONSE, "Harbor's list of artifacts")) {
                var tags = artifact.get("tags");
                if (tags == null || !tags.isArray()) {
                    continue;
                }
                var claim = claim(artifact);
                for (var tag : tags) {
                    if (claims.size() >= most) {
                        return Pages.Progress.ENOUGH;
                    }
                    add(text(tag, "name"), claim);
                }
            }
            return claims.size() > before ? Pages.Progress.MORE : Pages.Progress.NOTHING_NEW;
        }

        private void add(String tag, Claim claim) {
            try {
                claims.put(new Tag(tag).value(), claim);
            } catch (IllegalArgumentException _) {
                // No name, so nothing of ours.
            }
        }

        private static Claim claim(JsonNode artifact) {
            var digest = ImageDigest.orNull(text(artifact, "digest"));
            var type = text(artifact, "type").toLowerCase(Locale.ROOT);
            return new Claim(
                    digest == null ? null : digest.value(),
                    type.isEmpty() || type.equals("image") || type.equals("unknown")
                            ? null
                            : Printable.of(type));
        }
    }
}

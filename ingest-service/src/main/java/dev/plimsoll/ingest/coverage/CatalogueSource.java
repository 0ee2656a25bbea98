package dev.plimsoll.ingest.coverage;

import dev.plimsoll.ingest.reference.RegistryHost;
import dev.plimsoll.ingest.reference.RepositoryName;
import java.util.List;

/**
 * A registry whose coverage is watched.
 *
 * @param repositories for {@link CatalogueKind#LIST} and no other
 */
public record CatalogueSource(
        RegistryHost host, CatalogueKind kind, List<RepositoryName> repositories) {

    public CatalogueSource {
        repositories = List.copyOf(repositories);
        if ((kind == CatalogueKind.LIST) == repositories.isEmpty()) {
            throw new IllegalArgumentException(
                    kind == CatalogueKind.LIST
                            ? "ingest.coverage.registries: '%s' has the catalogue 'list' and no repositories"
                                    .formatted(host)
                            : "ingest.coverage.registries: '%s' has repositories, which only the catalogue 'list' takes"
                                    .formatted(host));
        }
    }

    /** Whether a repository that is not in the catalogue is not in the registry. */
    boolean namesAllRepositories() {
        return kind != CatalogueKind.LIST;
    }
}

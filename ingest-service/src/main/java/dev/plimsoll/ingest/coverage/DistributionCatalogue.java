package dev.plimsoll.ingest.coverage;

import dev.plimsoll.ingest.reference.RepositoryName;
import dev.plimsoll.ingest.registry.ListLimits;
import dev.plimsoll.ingest.registry.Names;
import dev.plimsoll.ingest.registry.Registry;
import dev.plimsoll.ingest.registry.Repository;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code /v2/_catalog} and {@code /v2/<name>/tags/list} of the distribution API.
 *
 * @param only the configured repositories; if there are any, the catalogue is not asked
 */
record DistributionCatalogue(Registry registry, List<RepositoryName> only, ListLimits limits)
        implements CatalogueApi {

    @Override
    public Names repositories() {
        if (only.isEmpty()) {
            return registry.repositories(limits);
        }
        var names = new TreeSet<String>();
        only.forEach(name -> names.add(name.value()));
        return new Names(names, 0, true);
    }

    @Override
    public Tags tags(Repository repository) {
        var names = registry.tags(repository, limits);
        var claims = new TreeMap<String, Claim>();
        names.values().forEach(tag -> claims.put(tag, Claim.NONE));
        return new Tags(claims, names.complete());
    }
}

package dev.plimsoll.analysis.match;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.ExploitationChanged;
import dev.plimsoll.event.FeedLoaded;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The advisories of a list, by package; one feed covers all their ecosystems. */
public record ListedAdvisories(
        Map<AdvisedPackage, Set<AdvisoryChanged>> byPackage,
        Collection<AdvisoryChanged> all,
        List<FeedLoaded> feeds)
        implements Advisories {

    public static ListedAdvisories of(Collection<AdvisoryChanged> advisories) {
        var byPackage = new HashMap<AdvisedPackage, Set<AdvisoryChanged>>();
        for (var advisory : advisories) {
            for (var affected : advisory.getAffected()) {
                byPackage
                        .computeIfAbsent(
                                new AdvisedPackage(affected.getEcosystem(), affected.getPackage$()),
                                _ -> new LinkedHashSet<>())
                        .add(advisory);
            }
        }
        var feed =
                FeedLoaded.newBuilder()
                        .setFeed("test.jsonl")
                        .setLocation("/feeds/test.jsonl")
                        .setRecords(advisories.size())
                        .setEcosystems(
                                advisories.stream()
                                        .flatMap(advisory -> advisory.getAffected().stream())
                                        .map(affected -> affected.getEcosystem())
                                        .distinct()
                                        .collect(Collectors.toList()))
                        .setLoadedAt(Instant.EPOCH)
                        .build();
        return new ListedAdvisories(byPackage, advisories, List.of(feed));
    }

    @Override
    public List<AdvisoryChanged> affecting(String ecosystem, String packageName) {
        return List.copyOf(
                byPackage.getOrDefault(new AdvisedPackage(ecosystem, packageName), Set.of()));
    }

    @Override
    public List<AdvisoryChanged> about(String vulnerability) {
        return all.stream()
                .filter(advisory -> VulnerabilityIds.names(advisory, vulnerability))
                .toList();
    }

    @Override
    public Optional<ExploitationChanged> exploitation(String vulnerability) {
        return Optional.empty();
    }
}

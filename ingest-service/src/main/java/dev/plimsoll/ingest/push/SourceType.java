package dev.plimsoll.ingest.push;

/** The senders we understand. */
public enum SourceType {
    /** CNCF Distribution, and what passes its notifications on (GitLab, self-managed). */
    DISTRIBUTION(new DistributionFormat()),
    HARBOR(new HarborFormat()),
    DOCKER_HUB(new DockerHubFormat());

    private final EventFormat format;

    SourceType(EventFormat format) {
        this.format = format;
    }

    EventFormat format() {
        return format;
    }
}

package dev.plimsoll.ingest.push;

import dev.plimsoll.ingest.push.format.AcrEventGridFormat;
import dev.plimsoll.ingest.push.format.AcrFormat;
import dev.plimsoll.ingest.push.format.ArtifactRegistryFormat;
import dev.plimsoll.ingest.push.format.CloudEventsFormat;
import dev.plimsoll.ingest.push.format.DistributionFormat;
import dev.plimsoll.ingest.push.format.DockerHubFormat;
import dev.plimsoll.ingest.push.format.EcrFormat;
import dev.plimsoll.ingest.push.format.EventFormat;
import dev.plimsoll.ingest.push.format.GitHubFormat;
import dev.plimsoll.ingest.push.format.GiteaFormat;
import dev.plimsoll.ingest.push.format.HarborFormat;
import dev.plimsoll.ingest.push.format.JfrogFormat;
import dev.plimsoll.ingest.push.format.NexusFormat;
import dev.plimsoll.ingest.push.format.QuayFormat;
import dev.plimsoll.ingest.push.format.ZotFormat;
import java.util.Locale;

/** The senders we understand. */
public enum SourceType {
    /** CNCF Distribution, and what passes its notifications on (GitLab, self-managed). */
    DISTRIBUTION(new DistributionFormat()),
    HARBOR(new HarborFormat()),
    DOCKER_HUB(new DockerHubFormat()),
    QUAY(new QuayFormat()),
    /** GitHub Container Registry. */
    GHCR(new GitHubFormat()),
    /** Gitea and Forgejo. */
    GITEA(new GiteaFormat()),
    /** Amazon ECR. */
    ECR(new EcrFormat()),
    /** Webhooks of Azure Container Registry. */
    ACR(new AcrFormat()),
    ACR_EVENT_GRID(new AcrEventGridFormat()),
    /** Google Artifact Registry and Container Registry. */
    ARTIFACT_REGISTRY(new ArtifactRegistryFormat()),
    JFROG(new JfrogFormat()),
    /** Sonatype Nexus 3. */
    NEXUS(new NexusFormat()),
    ZOT(new ZotFormat()),
    CLOUD_EVENTS(new CloudEventsFormat());

    private final EventFormat format;

    SourceType(EventFormat format) {
        this.format = format;
    }

    EventFormat format() {
        return format;
    }

    /** As an operator writes it. */
    String setting() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

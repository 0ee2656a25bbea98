package dev.plimsoll.ingest.coverage;

import dev.plimsoll.ingest.publish.EventPublisher;
import java.util.Comparator;

/** A tag by its full name; older versions sort before newer ones. */
record TagName(String registry, String repository, String tag) implements Comparable<TagName> {

    private static final Comparator<TagName> ORDER =
            Comparator.comparing(TagName::registry)
                    .thenComparing(TagName::repository)
                    .thenComparing(TagName::tag, TagLine.AGE);

    /** What its events travel by. */
    String key() {
        return EventPublisher.repositoryKey(registry, repository);
    }

    @Override
    public int compareTo(TagName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return key() + ":" + tag;
    }
}

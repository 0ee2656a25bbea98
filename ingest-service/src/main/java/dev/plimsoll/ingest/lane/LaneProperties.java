package dev.plimsoll.ingest.lane;

import java.util.List;

/**
 * What the lanes need to know of the configuration.
 *
 * @param platforms that are scanned of an image, for example "linux/amd64"
 */
public record LaneProperties(List<String> platforms) {

    public LaneProperties {
        platforms = List.copyOf(platforms);
    }
}

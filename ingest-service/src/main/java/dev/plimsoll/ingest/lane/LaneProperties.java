package dev.plimsoll.ingest.lane;

/**
 * What the lanes need to know of the configuration.
 *
 * @param platform that comes first, for example "linux/amd64": what could not be scanned at all is
 *     reported for it
 */
public record LaneProperties(String platform) {}

package dev.plimsoll.ingest.lane;

import java.time.Duration;

/**
 * What the lanes need to know of the configuration.
 *
 * @param platform that comes first, for example "linux/amd64": what could not be scanned at all is
 *     reported for it
 * @param registryOutage how long a push waits for a registry that does not answer, at least; then
 *     it is reported as failed and becomes a dead letter
 */
public record LaneProperties(String platform, Duration registryOutage) {}

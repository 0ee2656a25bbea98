package dev.plimsoll.ingest.lane;

import dev.plimsoll.event.ImagePushed;
import dev.plimsoll.event.ScanReported;
import dev.plimsoll.ingest.registry.RegistryUnavailableException;
import java.util.List;

/** Looks into an image; what the lanes need to know of it. */
@FunctionalInterface
interface Scan {

    /**
     * @param pushOffset {@code ScanReported.pushOffset}
     * @throws RegistryUnavailableException if trying again later may help
     */
    List<ScanReported> of(ImagePushed push, long pushOffset);
}

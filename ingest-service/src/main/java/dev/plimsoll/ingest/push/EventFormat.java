package dev.plimsoll.ingest.push;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** How one kind of registry writes its events. */
interface EventFormat {

    /**
     * Every event of a delivery, in order. Takes any JSON: what it cannot use is {@link
     * RegistryEvent.Refused}, and keeps no other event back.
     */
    List<RegistryEvent> read(JsonNode body);
}

package dev.plimsoll.ingest.reference;

import java.util.Set;

/**
 * The registries we were told to talk to. Whatever an event says, no other host is ever contacted.
 */
public record AllowedRegistries(Set<RegistryHost> hosts) {

    public AllowedRegistries {
        hosts = Set.copyOf(hosts);
    }

    public boolean allow(RegistryHost host) {
        return hosts.contains(host);
    }
}

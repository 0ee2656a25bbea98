package dev.plimsoll.ingest.registry;

import java.net.http.HttpClient;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The registries that may be contacted; no other host ever is. */
public final class Registries {

    private final Map<String, Registry> byHost;

    private Registries(Map<String, Registry> byHost) {
        this.byHost = Map.copyOf(byHost);
    }

    public static Registries of(List<RegistryAccess> accesses, Clock clock) {
        return of(accesses, clock, Http.client(Patience.USUAL), Patience.USUAL);
    }

    static Registries of(
            List<RegistryAccess> accesses,
            Clock clock,
            HttpClient.Builder client,
            Patience patience) {
        var http = new Http(client.build(), patience);
        var byHost = new HashMap<String, Registry>();
        for (var access : accesses) {
            byHost.put(access.host(), new Registry(access, http, clock));
        }
        return new Registries(byHost);
    }

    /** Empty for a host that is not configured. */
    public Optional<Registry> find(String host) {
        return Optional.ofNullable(byHost.get(host.toLowerCase(Locale.ROOT)));
    }
}

package dev.plimsoll.ingest.registry;

import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The registries that may be contacted; no other host ever is. */
public final class Registries {

    private final Map<String, Registry> byHost;

    private Registries(Map<String, Registry> byHost) {
        this.byHost = Collections.unmodifiableMap(byHost);
    }

    /**
     * @throws IllegalArgumentException if the {@code ca} of a registry cannot be used
     */
    public static Registries of(List<RegistryAccess> accesses, Clock clock) {
        return of(accesses, DockerConfig.NONE, clock);
    }

    /**
     * @param dockerConfig logs in where no username is configured
     * @throws IllegalArgumentException if the {@code ca} of a registry cannot be used
     */
    public static Registries of(
            List<RegistryAccess> accesses, DockerConfig dockerConfig, Clock clock) {
        return of(accesses, dockerConfig, clock, Patience.USUAL);
    }

    static Registries of(List<RegistryAccess> accesses, Clock clock, Patience patience) {
        return of(accesses, DockerConfig.NONE, clock, patience);
    }

    private static Registries of(
            List<RegistryAccess> accesses,
            DockerConfig dockerConfig,
            Clock clock,
            Patience patience) {
        var shared = Http.client(patience).build();
        var watchdog = Http.watchdog();
        var byHost = new LinkedHashMap<String, Registry>();
        for (var access : accesses) {
            var client =
                    access.ca() == null
                            ? shared
                            : Http.client(patience).sslContext(Authorities.in(access.ca())).build();
            var http = new Http(client, patience, watchdog);
            byHost.put(access.host(), new Registry(access, dockerConfig, http, clock));
        }
        return new Registries(byHost);
    }

    /** By host, in the order of the configuration. */
    Map<String, Circuit> circuits() {
        var circuits = new LinkedHashMap<String, Circuit>();
        byHost.forEach((host, registry) -> circuits.put(host, registry.circuit()));
        return circuits;
    }

    /** Empty for a host that is not configured. */
    public Optional<Registry> find(String host) {
        return Optional.ofNullable(byHost.get(host.toLowerCase(Locale.ROOT)));
    }
}

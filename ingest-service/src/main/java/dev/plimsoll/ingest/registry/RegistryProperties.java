package dev.plimsoll.ingest.registry;

import java.util.HashSet;
import java.util.List;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.core.env.Environment;

/**
 * Which registries may be contacted, and what is scanned of an image for several platforms.
 *
 * @param registries {@code ingest.registries}; none means that every push is refused
 * @param platforms {@code ingest.platforms}, in order of preference
 */
public record RegistryProperties(List<RegistryAccess> registries, List<Platform> platforms) {

    private static final List<String> DEFAULT_PLATFORMS = List.of("linux/amd64");

    public RegistryProperties {
        registries = List.copyOf(registries);
        platforms = List.copyOf(platforms);
        if (platforms.isEmpty()) {
            throw new IllegalArgumentException(
                    "ingest.platforms is empty; name at least one, like linux/amd64");
        }
        var hosts = new HashSet<String>();
        for (var registry : registries) {
            if (!hosts.add(registry.host())) {
                throw new IllegalArgumentException(
                        "ingest.registries names '%s' twice".formatted(registry.host()));
            }
        }
    }

    /**
     * Reads both keys; an unknown key below {@code ingest.registries} is refused and named. (They
     * are siblings of other features' keys, so no record can own their common prefix.)
     */
    public static RegistryProperties of(Environment environment) {
        var binder = Binder.get(environment);
        var registries =
                binder.bind(
                                "ingest.registries",
                                Bindable.listOf(RegistryAccess.class),
                                new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                        .orElse(List.of());
        var platforms =
                binder.bind("ingest.platforms", Bindable.listOf(String.class))
                        .orElse(DEFAULT_PLATFORMS);
        return new RegistryProperties(registries, platforms.stream().map(Platform::parse).toList());
    }
}

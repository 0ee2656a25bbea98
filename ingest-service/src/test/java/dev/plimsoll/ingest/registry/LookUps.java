package dev.plimsoll.ingest.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Counts the look-ups of names below {@code .test}, which exist nowhere; all others are passed on.
 */
public final class LookUps extends InetAddressResolverProvider {

    private static final Map<String, Integer> COUNTS = new ConcurrentHashMap<>();

    static int of(String name) {
        return COUNTS.getOrDefault(name, 0);
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        var builtin = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
                    throws UnknownHostException {
                if (host.endsWith(".test")) {
                    COUNTS.merge(host, 1, Integer::sum);
                    throw new UnknownHostException(host);
                }
                return builtin.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return builtin.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "counting";
    }
}

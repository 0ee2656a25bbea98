package dev.plimsoll.ingest.registry;

import dev.plimsoll.ingest.reference.Printable;
import java.net.URI;
import java.util.Locale;

/**
 * Scheme, host and port of an address: the border that credentials do not cross.
 *
 * @param host lower case
 */
record Endpoint(String scheme, String host, int port) {

    /**
     * @throws IllegalArgumentException unless it is a plain http or https address without user
     */
    static Endpoint of(URI address) {
        var scheme =
                address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (address.getHost() == null
                || address.getRawUserInfo() != null
                || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException(
                    "not a plain http or https address: '%s'"
                            .formatted(Printable.of(withoutQuery(address.toString()))));
        }
        int port = address.getPort() >= 0 ? address.getPort() : scheme.equals("https") ? 443 : 80;
        return new Endpoint(scheme, address.getHost().toLowerCase(Locale.ROOT), port);
    }

    /** As configuration spells it: the port only where it is not the scheme's own. */
    String authority() {
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        return usual ? host : host + ":" + port;
    }

    /**
     * Whether a request may go on to the other: never from a protected to an open connection, and
     * over an open one only within the same host.
     */
    boolean mayLeadTo(Endpoint other) {
        return other.scheme.equals("https") || (scheme.equals("http") && host.equals(other.host));
    }

    /** For messages: signed addresses carry their secret in the query. */
    static String withoutQuery(String address) {
        int query = address.indexOf('?');
        return query < 0 ? address : address.substring(0, query);
    }

    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}

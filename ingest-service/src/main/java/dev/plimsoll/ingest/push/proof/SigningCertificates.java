package dev.plimsoll.ingest.push.proof;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * The certificates that a host of Amazon SNS signs with. Their issuers are not in the file, so what
 * vouches for one is the TLS connection that it came by: to the host that the configured topic
 * names, verified like any other. Beside that it has to be valid now, and to be issued to SNS.
 *
 * <p>Anybody can make us look for a certificate: so few are kept, and few are asked for.
 */
final class SigningCertificates {

    private static final int LARGEST_BYTES = 64 * 1024;
    private static final int MOST_KEPT = 8;
    private static final Duration KEPT = Duration.ofDays(1);

    private static final int MOST_REQUESTS = 10;
    private static final Duration REQUESTS_COUNTED = Duration.ofMinutes(1);

    private final String host;
    private final Fetch fetch;
    private final Clock clock;
    private final Cache<URI, X509Certificate> certificates;
    private final Cache<Boolean, AtomicInteger> requests;

    SigningCertificates(String host, Fetch fetch, Clock clock) {
        this.host = host;
        this.fetch = fetch;
        this.clock = clock;
        Ticker ticker = () -> clock.millis() * 1_000_000;
        this.certificates =
                Caffeine.newBuilder()
                        .ticker(ticker)
                        .maximumSize(MOST_KEPT)
                        .expireAfterWrite(KEPT)
                        .build();
        this.requests =
                Caffeine.newBuilder().ticker(ticker).expireAfterWrite(REQUESTS_COUNTED).build();
    }

    /**
     * @param address checked by the caller
     * @throws CertificateException if it is none that SNS could sign with
     * @throws Fetch.NotThereException if there is none
     * @throws IOException if it cannot be had now
     */
    X509Certificate at(URI address) throws IOException, CertificateException {
        var kept = certificates.getIfPresent(address);
        if (kept != null) {
            return checked(kept);
        }
        if (requests.get(true, _ -> new AtomicInteger()).incrementAndGet() > MOST_REQUESTS) {
            throw new IOException("too many certificates asked for in one minute");
        }
        var certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(
                                                fetch.get(address, LARGEST_BYTES)));
        checked(certificate);
        certificates.put(address, certificate);
        return certificate;
    }

    private X509Certificate checked(X509Certificate certificate) throws CertificateException {
        certificate.checkValidity(Date.from(clock.instant()));
        if (!Set.of("sns.amazonaws.com", host).contains(commonName(certificate))) {
            throw new CertificateException("not issued to SNS");
        }
        return certificate;
    }

    private static String commonName(X509Certificate certificate) throws CertificateException {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> String.valueOf(part.getValue()))
                            .findFirst()
                            .orElse("");
        } catch (InvalidNameException e) {
            throw new CertificateException(e);
        }
    }
}

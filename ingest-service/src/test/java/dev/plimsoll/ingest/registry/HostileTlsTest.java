package dev.plimsoll.ingest.registry;

import static dev.plimsoll.ingest.registry.ScriptedRegistry.bytes;
import static dev.plimsoll.ingest.registry.ScriptedRegistry.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plimsoll.ingest.Contained;
import dev.plimsoll.ingest.Trap;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 39 of the list of hostile inputs: what cannot be trusted is not talked to. */
@Contained
class HostileTlsTest {

    private static final Repository WEB = new Repository("team/web");
    private static final String MANIFEST = "/v2/team/web/manifests/1";
    private static final String HERE = "ip:127.0.0.1";

    /** ServerHello, TLS 1.0, an empty session and TLS_RSA_WITH_AES_128_CBC_SHA. */
    private static final byte[] TLS_1_0 = new byte[5 + 4 + 38];

    static {
        var start = new byte[] {22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1};
        System.arraycopy(start, 0, TLS_1_0, 0, start.length);
        TLS_1_0[TLS_1_0.length - 2] = 0x2F;
    }

    @TempDir private static Path directory;

    private static Certificates certificates;
    private static Path authority;

    @BeforeAll
    static void make() {
        certificates =
                new Certificates(directory)
                        .signed("good", HERE, "-validity", "30")
                        .signed("expired", HERE, "-startdate", "-30d", "-validity", "20")
                        .signed("early", HERE, "-startdate", "+20d", "-validity", "30")
                        .signed("elsewhere", "dns:registry.example.com", "-validity", "30")
                        .selfSigned("self", HERE);
        authority = certificates.authority();
    }

    @Test
    void row39ARegistryOfTheConfiguredAuthorityIsRead() throws IOException {
        try (var server = server("good")) {
            assertThat(registry(server, authority).manifest(WEB, "1"))
                    .isInstanceOf(Manifest.Index.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "early", "elsewhere", "self"})
    void row39ACertificateThatIsNotRightIsRefused(String certificate) throws IOException {
        try (var server = server(certificate)) {
            assertTlsRefused(() -> registry(server, authority).manifest(WEB, "1"));
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void row39AnAuthorityIsTrustedForItsOwnRegistryOnly() throws IOException {
        try (var ours = server("good");
                var other = server("good")) {
            var registries =
                    Registries.of(
                            List.of(access(ours, authority), access(other, null)),
                            Clock.systemUTC());

            assertThat(registries.find(ours.host()).orElseThrow().manifest(WEB, "1")).isNotNull();
            assertTlsRefused(() -> registries.find(other.host()).orElseThrow().manifest(WEB, "1"));
            assertThat(other.asked()).isEmpty();
        }
    }

    @Test
    void row39AnOlderProtocolIsRefused() {
        try (var raw =
                new RawServer(
                        socket -> {
                            socket.getOutputStream().write(TLS_1_0);
                            socket.getInputStream().readAllBytes();
                        })) {
            assertTlsRefused(() -> registry(raw.host(), raw.address("https")).manifest(WEB, "1"));
        }
    }

    @Test
    void row39AServerWithoutTlsIsRefused() {
        try (var raw =
                new RawServer(
                        socket -> {
                            socket.getOutputStream()
                                    .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
                            socket.getInputStream().readAllBytes();
                        })) {
            assertTlsRefused(() -> registry(raw.host(), raw.address("https")).manifest(WEB, "1"));
        }
    }

    @Test
    void row39AHandshakeThatBreaksOffIsTriedLater() {
        try (var raw = new RawServer(socket -> socket.getInputStream().read())) {
            assertThatExceptionOfType(RegistryUnavailableException.class)
                    .isThrownBy(
                            () -> registry(raw.host(), raw.address("https")).manifest(WEB, "1"));
        }
    }

    @Test
    void row39NothingLeadsFromAProtectedConnectionToAnOpenOne(Trap trap) throws IOException {
        try (var server = ScriptedRegistry.over(certificates.server("good"))) {
            server.on(MANIFEST, status(307, "Location", trap.address() + MANIFEST));
            var access =
                    new RegistryAccess(
                            server.host(),
                            server.address(),
                            "ann",
                            "secret",
                            List.of(trap.host()),
                            List.of(trap.host()),
                            authority);
            var registry =
                    Registries.of(List.of(access), Clock.systemUTC())
                            .find(server.host())
                            .orElseThrow();

            assertThatExceptionOfType(ImageRefusedException.class)
                    .isThrownBy(() -> registry.manifest(WEB, "1"))
                    .extracting(ImageRefusedException::reason)
                    .isEqualTo(Reason.REDIRECT_REFUSED);
            server.on(
                    MANIFEST,
                    status(
                            401,
                            "WWW-Authenticate",
                            "Bearer realm=\"%s/token\"".formatted(trap.address())));
            assertThatExceptionOfType(ImageRefusedException.class)
                    .isThrownBy(() -> registry.manifest(WEB, "1"))
                    .extracting(ImageRefusedException::reason)
                    .isEqualTo(Reason.REALM_NOT_ALLOWED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no certificate"})
    void row39AnAuthorityThatCannotBeReadStopsTheStart(String content) throws IOException {
        var file = Files.writeString(directory.resolve("broken.pem"), content);
        var access = List.of(access("a", URI.create("https://a"), file));
        var missing = List.of(access("a", URI.create("https://a"), directory.resolve("none.pem")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Registries.of(access, Clock.systemUTC()))
                .withMessageContaining("broken.pem");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Registries.of(missing, Clock.systemUTC()))
                .withMessageContaining("none.pem");
    }

    private static ScriptedRegistry server(String certificate) throws IOException {
        return ScriptedRegistry.over(certificates.server(certificate))
                .on(MANIFEST, bytes(200, "", "{\"manifests\":[]}".getBytes(UTF_8)));
    }

    private static Registry registry(ScriptedRegistry server, Path ca) {
        return Registries.of(List.of(access(server, ca)), Clock.systemUTC())
                .find(server.host())
                .orElseThrow();
    }

    private static Registry registry(String host, URI address) {
        return Registries.of(List.of(access(host, address, authority)), Clock.systemUTC())
                .find(host)
                .orElseThrow();
    }

    private static RegistryAccess access(ScriptedRegistry server, @Nullable Path ca) {
        return access(server.host(), server.address(), ca);
    }

    private static RegistryAccess access(String host, URI address, @Nullable Path ca) {
        return new RegistryAccess(host, address, null, null, List.of(), List.of(), ca);
    }

    private static void assertTlsRefused(Runnable call) {
        assertThatExceptionOfType(ImageRefusedException.class)
                .isThrownBy(call::run)
                .extracting(ImageRefusedException::reason)
                .isEqualTo(Reason.TLS_REFUSED);
    }
}

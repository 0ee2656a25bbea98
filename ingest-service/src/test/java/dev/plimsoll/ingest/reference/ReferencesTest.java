package dev.plimsoll.ingest.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {

    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "Registry.Example.COM:5000, registry.example.com:5000",
        "localhost, localhost",
        "127.0.0.1:65535, 127.0.0.1:65535",
        "[2001:DB8::1]:5000, [2001:db8::1]:5000",
        "[::1], [::1]"
    })
    void hostsAreLowerCase(String written, String host) {
        assertThat(new RegistryHost(written).value()).isEqualTo(host);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://a",
                "a/b",
                "user@a",
                "a:",
                "a:0",
                "a:65536",
                "a:0080",
                "a:123456",
                "-a",
                "a-.example",
                "a..b",
                "a.",
                "a b",
                "\u212aelvin.example",
                "a\u3002b",
                "a\r\nb",
                "[::1",
                "a_b"
            })
    void whatIsNoHostIsRefused(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RegistryHost(written))
                .withMessage(
                        "not a registry host (host or host:port): '%s'", Printable.of(written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "team/web", "a/b/c/d", "a.b_c__d-e---f/0", "library/debian"})
    void repositoriesFollowTheGrammar(String name) {
        assertThat(new RepositoryName(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "A", "/a", "a/", "a//b", "a___b", "a._b", ".a", "a.", "../a", "a b", "a:b", "ä"
            })
    void whatIsNoRepositoryIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RepositoryName(name))
                .withMessage("not a repository name: '%s'", Printable.of(name));
    }

    @Test
    void aLongNameIsRefusedWithoutReadingItTwice() {
        assertThat(new RepositoryName("a".repeat(255)).value()).hasSize(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RepositoryName("a-".repeat(1_000_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "_", "Latest", "3.10-slim_x"})
    void tagsKeepTheirCase(String tag) {
        assertThat(new Tag(tag).value()).isEqualTo(tag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".1", "-1", "a b", "a/b", "a:b", "a\u001b[31m"})
    void whatIsNoTagIsRefused(String tag) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tag(tag))
                .withMessage("not a tag: '%s'", Printable.of(tag));
    }

    @Test
    void tagsOfSignaturesAreTold() {
        assertThat(new Tag("sha256-" + HEX).namesAttachment()).isTrue();
        assertThat(new Tag("sha256-" + HEX + ".sig").namesAttachment()).isTrue();
        assertThat(new Tag("sha256-" + HEX + ".exe").namesAttachment()).isFalse();
        assertThat(new Tag("sha256-abc").namesAttachment()).isFalse();
    }

    @Test
    void digestsHaveSixtyFourDigits() {
        assertThat(ImageDigest.parse("SHA256:" + HEX.toUpperCase(java.util.Locale.ROOT)).value())
                .isEqualTo("sha256:" + HEX);
        assertThat(ImageDigest.orNull("sha256:" + HEX + "0")).isNull();
        assertThat(ImageDigest.orNull(null)).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImageDigest.parse("latest"))
                .withMessage("not a sha256 digest: 'latest'");
    }

    @Test
    void aReferenceMayNameTagAndDigest() {
        assertThat(ImageReference.parse("localhost:5000/a/b:1@sha256:" + HEX))
                .isEqualTo(
                        new ImageReference(
                                new RegistryHost("localhost:5000"),
                                new RepositoryName("a/b"),
                                new Tag("1"),
                                new ImageDigest("sha256:" + HEX)));
    }

    @Test
    void onlyConfiguredRegistriesAreAllowed() {
        var allowed = new AllowedRegistries(Set.of(new RegistryHost("Registry.example.com:5000")));

        assertThat(allowed.allow(new RegistryHost("registry.example.com:5000"))).isTrue();
        assertThat(allowed.allow(new RegistryHost("registry.example.com"))).isFalse();
        assertThat(allowed.allow(new RegistryHost("registry.example.com:5001"))).isFalse();
    }

    @Test
    void strangeCharactersAreShownAsNumbers() {
        assertThat(Printable.of("a\r\n\u001b[31m\u202e${jndi:x}"))
                .isEqualTo("a\\u000d\\u000a\\u001b[31m\\u202e${jndi:x}");
        assertThat(Printable.of("x".repeat(201))).isEqualTo("x".repeat(200) + "…");
    }
}

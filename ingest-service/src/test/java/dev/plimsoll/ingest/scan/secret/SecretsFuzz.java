package dev.plimsoll.ingest.scan.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.plimsoll.ingest.Seeds;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A text without secrets stays as it is. */
class SecretsFuzz {

    static Stream<byte[]> seeds() {
        return Seeds.texts(
                "ENV PASSWORD='hunter2' A=--token=\"x\"",
                "RUN --password x https://a:b@c Authorization: Bearer abcdefg",
                "-----BEGIN PRIVATE KEY-----x-----END PRIVATE KEY-----",
                "eyJhbGciOiJ.eyJzdWIiOiI.SflKxwRJSM AKIAQWERTYUIOPASDFGH ab1Q~");
    }

    @MethodSource("seeds")
    @FuzzTest
    void isSearched(byte[] data) {
        var text = new String(data, UTF_8);

        var searched = Secrets.search(text);

        if (searched.patterns().isEmpty()) {
            assertThat(searched.text()).isEqualTo(text);
        } else {
            assertThat(searched.text()).contains(Secrets.REDACTED);
        }
        assertThat(Secrets.inVariable("API_TOKEN", text)).hasSizeLessThan(50);
    }
}

package dev.plimsoll.analysis.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.VexStated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files made to crash, fill or hang whoever reads them are refused by name, and soon. */
class HostileRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MEGABYTE = 1024 * 1024;

    static Stream<Arguments> rules() {
        var good = "- {id: good, accept: {packages: a}, reason: r, owner: o, until: 2026-04-01}\n";
        return Stream.of(
                Arguments.of(
                        "billion laughs",
                        "- &a [lol, lol]\n"
                                + "- &b [*a, *a, *a, *a]\n"
                                + "- &c [*b, *b, *b, *b]\n"
                                + "- [*c, *c]\n",
                        "is not a rule"),
                Arguments.of(
                        "aliases in a rule",
                        good
                                + "- {id: x, accept: {packages: a}, reason: &s r, owner: *s, until:"
                                + " 2026-04-01}\n",
                        "is an alias (*…); anchors and aliases are not read"),
                Arguments.of(
                        "an alias of itself", "- &a [*a]\n- {id: x, accept: *a}\n", "is an alias"),
                Arguments.of("an unknown alias", "- {id: x, accept: *nobody}\n", "is an alias"),
                Arguments.of("100,000 brackets", "[".repeat(100_000), "deeper than 100"),
                Arguments.of("100,000 braces", "- " + "{a: ".repeat(100_000), "deeper than 100"),
                Arguments.of(
                        "deep and closed",
                        "- {id: x, accept: " + "[".repeat(5_000) + "]".repeat(5_000) + "}",
                        "is nested deeper than 100 levels"),
                Arguments.of(
                        "a little too deep",
                        "- {id: x, reason: r, owner: [" + "[".repeat(30) + "]".repeat(30) + "]}",
                        "field 'owner': must be a text"),
                Arguments.of("deep by dashes", "- ".repeat(50_000) + "a", "deeper than 100"),
                Arguments.of(
                        "a field twice",
                        "- {id: x, reason: a, reason: b}\n",
                        "field 'reason': is given twice, first on line 1"),
                Arguments.of(
                        "a huge number",
                        "- {id: x, while: {epss-below: 1e999999999}}\n",
                        "'1e999999999' is no probability"),
                Arguments.of(
                        "a number of a megabyte",
                        "- {id: x, while: {epss-below: " + "9".repeat(MEGABYTE - 100) + "}}\n",
                        "is no probability"),
                Arguments.of("NUL", good + "- {id: x, reason: \0}\n", ":2: holds a NUL character"),
                Arguments.of(
                        "NUL in disguise",
                        "- {id: x, reason: \"a\\0b\"}\n",
                        "field 'reason': holds a control character"),
                Arguments.of(
                        "escape codes",
                        "- {id: x, owner: \"\\e[2J\"}\n",
                        "field 'owner': holds a control character"),
                Arguments.of("a tag", "- {id: !!java.net.URL [\"http://x\"]}\n", "has a tag"),
                Arguments.of("a tag on all", "- !!java.util.Date {}\n", "has a tag (!…)"),
                Arguments.of("a key that is a list", "- {[a]: b}\n", "must be a text"),
                Arguments.of("two documents", good + "---\n" + good, "a second document"),
                Arguments.of("merge keys", "- {<<: {id: x}}\n", "field '<<': is unknown"),
                Arguments.of(
                        "too large", "#".repeat(MEGABYTE + 1), "is larger than 1048576 characters"),
                Arguments.of(
                        "a hundred thousand entries",
                        "- a\n".repeat(100_000),
                        "holds more than 10000 rules"),
                Arguments.of("a hundred thousand broken entries", "- [\n".repeat(100_000), ""),
                Arguments.of(
                        "a hundred thousand fields",
                        "- {" + "a1: b, ".repeat(1) + manyFields() + "}\n",
                        " more"),
                Arguments.of(
                        "a long reason",
                        "- {id: x, reason: " + "a".repeat(500_000) + "}\n",
                        "is longer than 4000 characters"),
                Arguments.of(
                        "a long list",
                        "- {id: x, accept: {packages: [" + "a, ".repeat(50_000) + "]}}\n",
                        "lists more than 1000"),
                Arguments.of(
                        "stars",
                        "- {id: x, accept: {images: '" + "*a".repeat(400) + "'}}\n",
                        "is longer than 512"));
    }

    private static String manyFields() {
        var fields = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            fields.append('f').append(i).append(": b, ");
        }
        return fields.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void aRuleFileIsRefused(String name, String yaml, String refusal) {
        var rules =
                assertTimeoutPreemptively(
                        SOON,
                        () ->
                                new RuleText(Duration.ofDays(90))
                                        .file(yaml, "hostile.yaml", "file", NOW));

        assertThat(rules).isNotEmpty();
        assertThat(rules)
                .filteredOn(RuleText.Read::isRefused)
                .isNotEmpty()
                .allSatisfy(
                        read -> {
                            assertThat(read.rule().getRefusal()).startsWith("hostile.yaml");
                            assertThat(read.rule().getRefusal().length()).isLessThan(20_000);
                        })
                .anySatisfy(read -> assertThat(read.rule().getRefusal()).contains(refusal));
        assertThat(rules)
                .filteredOn(read -> !read.isRefused())
                .extracting(read -> read.rule().getId())
                .allMatch(id -> id.equals("good"));
    }

    static Stream<Arguments> documents() {
        var open = "{\"@context\": \"https://openvex.dev/ns/v0.2.0\", ";
        return Stream.of(
                Arguments.of("no JSON", "{", "is not valid JSON"),
                Arguments.of("something else", "{\"a\": 1}", "is neither OpenVEX nor CycloneDX"),
                Arguments.of(
                        "deep", open + "\"statements\": " + "[".repeat(100_000), "not valid JSON"),
                Arguments.of(
                        "deep and closed",
                        open + "\"x\": " + "[".repeat(40) + "]".repeat(40) + "}",
                        "not valid JSON"),
                Arguments.of("a field twice", open + "\"a\": 1, \"a\": 2}", "not valid JSON"),
                Arguments.of(
                        "a huge number",
                        open + "\"a\": " + "9".repeat(10_000) + "}",
                        "not valid JSON"),
                Arguments.of(
                        "a huge exponent", open + "\"version\": 1e999999999}", "no statements"),
                Arguments.of(
                        "a long text",
                        open + "\"a\": \"" + "a".repeat(200_000) + "\"}",
                        "not valid JSON"),
                Arguments.of("NUL", open + "\"a\": \"\0\"}", "not valid JSON"),
                Arguments.of("trailing", open + "\"statements\": []} {}", "not valid JSON"),
                Arguments.of("too large", "{" + " ".repeat(MEGABYTE), "is larger than"),
                Arguments.of(
                        "too many statements",
                        open + "\"statements\": [" + "1,".repeat(20_000) + "1]}",
                        "holds more than 10000 statements"),
                Arguments.of(
                        "statements that are none",
                        open + "\"statements\": [1, null, [], {}]}",
                        "statement 4, field 'vulnerability': must be an object with a name"),
                Arguments.of(
                        "another version",
                        "{\"@context\": \"https://openvex.dev/ns/v9\"}",
                        "'https://openvex.dev/ns/v9' is not read; https://openvex.dev/ns/v0.2.0"
                                + " is"),
                Arguments.of(
                        "an old CycloneDX",
                        "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.3\"}",
                        "CycloneDX '1.3' is not read; 1.4, 1.5, 1.6 are"),
                Arguments.of(
                        "no analysis",
                        "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\","
                                + " \"vulnerabilities\": [{}]}",
                        "holds no analysis of a vulnerability"),
                Arguments.of(
                        "wrong types",
                        "{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"metadata\": [],"
                                + " \"components\": 7, \"vulnerabilities\": [{\"id\": 1, \"analysis\":"
                                + " 5}]}",
                        "statement 1, field 'id': must be a text"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void aVexDocumentIsRefused(String name, String json, String refusal) {
        var statements =
                assertTimeoutPreemptively(
                        SOON, () -> VexReader.file(json, "hostile.json", "file", NOW));

        assertThat(statements)
                .isNotEmpty()
                .allSatisfy(
                        statement -> {
                            assertThat(statement.getState()).isEqualTo(RuleState.REFUSED);
                            assertThat(statement.getRefusal()).startsWith("hostile.json");
                            assertThat(statement.getRefusal().length()).isLessThan(20_000);
                        })
                .anySatisfy(statement -> assertThat(statement.getRefusal()).contains(refusal));
    }

    @Test
    void aFileOfAFolderThatCannotBeReadIsRefusedAndTheOthersAreRead(@TempDir Path folder)
            throws IOException {
        Files.write(folder.resolve("a.yaml"), new byte[2 * MEGABYTE]);
        Files.write(folder.resolve("b.yaml"), new byte[] {'-', ' ', (byte) 0xff, (byte) 0xfe});
        Files.writeString(
                folder.resolve("c.yaml"),
                "\ufeff- {id: good, accept: {packages: a}, reason: r, owner: o, until:"
                        + " 2026-04-01}");
        Files.writeString(folder.resolve("d.json"), "{");
        Files.writeString(folder.resolve("e.json"), "[7]");
        Files.createDirectory(folder.resolve("f.yaml"));
        Files.writeString(folder.resolve("README.md"), "not read");

        var entries = new RuleFolder(folder, new RuleText(Duration.ofDays(90))).read(NOW);

        assertThat(entries.keySet())
                .containsExactly(
                        "file:a.yaml",
                        "file:b.yaml",
                        "good",
                        "vex:file:d.json",
                        "file:e.json#1",
                        "file:f.yaml");
        assertThat(refusals(entries))
                .satisfiesExactly(
                        a -> assertThat(a).isEqualTo("a.yaml: is larger than 1048576 bytes"),
                        b -> assertThat(b).isEqualTo("b.yaml: is not UTF-8"),
                        d -> assertThat(d).startsWith("d.json:1: is not valid JSON: "),
                        e -> assertThat(e).startsWith("e.json:1: rule '#1': is not a rule"),
                        f -> assertThat(f).startsWith("f.yaml: cannot be read: "));
    }

    private static List<String> refusals(Map<String, SpecificRecord> entries) {
        return entries.values().stream()
                .map(
                        entry ->
                                entry instanceof RuleChanged rule
                                        ? rule.getRefusal()
                                        : ((VexStated) entry).getRefusal())
                .filter(refusal -> refusal != null)
                .toList();
    }
}

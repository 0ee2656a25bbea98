package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.VexStated;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * A folder of rules and VEX documents as it stands: what a reload compares with the log of rules. A
 * file ending in {@code .json} is a VEX document if its content says so, and rules else.
 */
final class RuleFolder {

    /** Who wrote what lies in a folder; more is not known. */
    static final String BY = "file";

    private final Path folder;
    private final RuleText reader;

    RuleFolder(Path folder, RuleText reader) {
        this.folder = folder;
        this.reader = reader;
    }

    /**
     * Every rule and statement by id. Two rules of one id are both refused: nobody can say which
     * was meant.
     *
     * @throws IOException if the folder itself cannot be listed
     */
    Map<String, SpecificRecord> read(Instant now) throws IOException {
        var entries = new LinkedHashMap<String, SpecificRecord>();
        for (var file : files()) {
            for (var event : read(file, now)) {
                switch (event) {
                    case RuleChanged rule ->
                            entries.merge(rule.getId(), rule, RuleFolder::duplicate);
                    case VexStated statement ->
                            entries.merge(statement.getId(), statement, RuleFolder::duplicate);
                    default -> throw new IllegalStateException(event.getSchema().getName());
                }
            }
        }
        return entries;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> isYaml(file) || isJson(file)).sorted().toList();
        }
    }

    private static boolean isYaml(Path file) {
        return file.toString().endsWith(".yaml") || file.toString().endsWith(".yml");
    }

    private static boolean isJson(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
    }

    private List<? extends SpecificRecord> read(Path file, Instant now) {
        var origin = file.getFileName().toString();
        try {
            if (Files.size(file) > RuleText.LARGEST) {
                return List.of(
                        RuleText.unreadable(
                                        origin,
                                        now,
                                        "is larger than %d bytes".formatted(RuleText.LARGEST))
                                .rule());
            }
            var text = text(file);
            if (isJson(file) && VexReader.isVex(text)) {
                return VexReader.file(text, origin, BY, now);
            }
            return reader.file(text, origin, BY, now).stream().map(RuleText.Read::rule).toList();
        } catch (CharacterCodingException e) {
            return List.of(RuleText.unreadable(origin, now, "is not UTF-8").rule());
        } catch (IOException e) {
            return List.of(RuleText.unreadable(origin, now, "cannot be read: " + e).rule());
        }
    }

    private static String text(Path file) throws IOException {
        var bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static SpecificRecord duplicate(SpecificRecord first, SpecificRecord second) {
        return switch (first) {
            case RuleChanged rule ->
                    RuleChanged.newBuilder(rule)
                            .setState(RuleState.REFUSED)
                            .setRefusal(
                                    new RuleProblem(rule.getLine(), "id", also(second))
                                            .in(
                                                    rule.getOrigin(),
                                                    "rule '%s'".formatted(rule.getId())))
                            .build();
            case VexStated statement ->
                    VexStated.newBuilder(statement)
                            .setState(RuleState.REFUSED)
                            .setRefusal(
                                    new RuleProblem(null, "@id", also(second))
                                            .in(
                                                    statement.getOrigin(),
                                                    "statement '%s'".formatted(statement.getId())))
                            .build();
            default -> throw new IllegalStateException(first.getSchema().getName());
        };
    }

    private static String also(SpecificRecord second) {
        return "is also in %s; an id is used once"
                .formatted(
                        second instanceof RuleChanged rule
                                ? rule.getOrigin()
                                : ((VexStated) second).getOrigin());
    }
}

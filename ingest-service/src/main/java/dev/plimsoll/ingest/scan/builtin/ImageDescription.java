package dev.plimsoll.ingest.scan.builtin;

import dev.plimsoll.event.ImageConfig;
import dev.plimsoll.ingest.reference.Printable;
import dev.plimsoll.ingest.registry.ImageRefusedException;
import dev.plimsoll.ingest.registry.Reason;
import dev.plimsoll.ingest.registry.UntrustedJson;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an image's configuration says. Claims, all of them: {@code diffIds} are compared with what
 * was read, never trusted.
 *
 * @param platform {@code os/architecture[/variant]}
 * @param instructions that made a layer, lowest first; empty if the history tells none
 */
record ImageDescription(
        ImageConfig config, String platform, List<String> diffIds, List<String> instructions) {

    private static final int MAX_LIST = 2_000;
    private static final int MAX_STEPS = 20_000;
    private static final int MAX_TEXT = 4_096;

    /** BuildKit writes the values of build arguments before the command; they may be secrets. */
    private static final Pattern BUILD_ARGUMENTS = Pattern.compile("^(RUN )?\\|([0-9]+) ");

    private static final Pattern PLATFORM_WORD = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");

    ImageDescription {
        diffIds = List.copyOf(diffIds);
        instructions = List.copyOf(instructions);
    }

    /**
     * @throws ImageRefusedException CONFIG_INVALID
     */
    static ImageDescription parse(byte[] document) {
        var root = UntrustedJson.object(document, Reason.CONFIG_INVALID, "the image configuration");
        var os = text(root.get("os"));
        var architecture = text(root.get("architecture"));
        if (!isWord(os) || !isWord(architecture)) {
            throw new ImageRefusedException(
                    Reason.CONFIG_INVALID,
                    "the image configuration names the platform '%s/%s'"
                            .formatted(Printable.of(os), Printable.of(architecture)));
        }
        var variant = text(root.get("variant"));
        boolean usual = !isWord(variant) || (architecture.equals("arm64") && variant.equals("v8"));
        var run = root.get("config");
        var secrets = new ConfigSecrets();
        var environment = environmentNames(field(run, "Env"), secrets);
        var labels = labels(field(run, "Labels"), secrets);
        var instructions = instructions(root.get("history"), secrets);
        return new ImageDescription(
                new ImageConfig(
                        emptyToNull(text(field(run, "User"))),
                        hasHealthcheck(field(run, "Healthcheck")),
                        names(field(run, "ExposedPorts")),
                        environment,
                        labels,
                        time(text(root.get("created"))),
                        os,
                        architecture,
                        secrets.found(),
                        StartCommand.isShellForm(
                                texts(field(run, "Entrypoint")), texts(field(run, "Cmd")))),
                os + "/" + architecture + (usual ? "" : "/" + variant),
                texts(field(root.get("rootfs"), "diff_ids")),
                instructions);
    }

    private static boolean hasHealthcheck(@Nullable JsonNode healthcheck) {
        var test = texts(field(healthcheck, "Test"));
        return !test.isEmpty() && !test.getFirst().equals("NONE");
    }

    private static List<String> environmentNames(
            @Nullable JsonNode variables, ConfigSecrets secrets) {
        return whole(variables).stream()
                .map(secrets::variable)
                .filter(name -> !name.isBlank())
                .map(ImageDescription::shortened)
                .distinct()
                .toList();
    }

    private static Map<String, String> labels(@Nullable JsonNode labels, ConfigSecrets secrets) {
        var read = new LinkedHashMap<String, String>();
        if (labels != null && labels.isObject()) {
            for (var label : labels.properties()) {
                if (read.size() < MAX_LIST) {
                    var name = secrets.labelName(label.getKey());
                    var value = secrets.label(name, text(label.getValue()));
                    read.put(shortened(name), shortened(value));
                }
            }
        }
        return read;
    }

    private static List<String> instructions(@Nullable JsonNode history, ConfigSecrets secrets) {
        var instructions = new ArrayList<String>();
        if (history != null && history.isArray()) {
            int steps = Math.min(history.size(), MAX_STEPS);
            for (int i = 0; i < steps; i++) {
                var step = history.get(i);
                var shown = secrets.instruction(i + 1, text(step.get("created_by")));
                var empty = step.get("empty_layer");
                if ((empty == null || !empty.isBoolean() || !empty.booleanValue())
                        && instructions.size() < MAX_LIST) {
                    instructions.add(withoutBuildArguments(shown));
                }
            }
        }
        return instructions;
    }

    static String withoutBuildArguments(String instruction) {
        var arguments = BUILD_ARGUMENTS.matcher(instruction);
        if (!arguments.lookingAt()) {
            return shortened(instruction.strip());
        }
        // Values may hold blanks, so only a shell tells where they end.
        int shell = instruction.lastIndexOf("/bin/sh -c ");
        var run = arguments.group(1) == null ? "" : arguments.group(1);
        return shell < 0
                ? "%s|%s ...".formatted(run, arguments.group(2))
                : shortened(run + instruction.substring(shell));
    }

    private static List<String> names(@Nullable JsonNode object) {
        return object == null || !object.isObject()
                ? List.of()
                : object.propertyNames().stream()
                        .limit(MAX_LIST)
                        .map(ImageDescription::shortened)
                        .toList();
    }

    private static List<String> texts(@Nullable JsonNode array) {
        return whole(array).stream().map(ImageDescription::shortened).toList();
    }

    /** However long they are. */
    private static List<String> whole(@Nullable JsonNode array) {
        var texts = new ArrayList<String>();
        if (array != null && array.isArray()) {
            for (var element : array) {
                if (texts.size() < MAX_LIST) {
                    texts.add(text(element));
                }
            }
        }
        return texts;
    }

    private static @Nullable JsonNode field(@Nullable JsonNode node, String name) {
        return node == null ? null : node.get(name);
    }

    private static String text(@Nullable JsonNode node) {
        return node != null && node.isString() ? node.stringValue() : "";
    }

    private static boolean isWord(String text) {
        return PLATFORM_WORD.matcher(text).matches();
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    private static @Nullable String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Instant time(String text) {
        try {
            return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}

package dev.plimsoll.analysis.accept;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.plimsoll.event.Finding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a rule, {@code when}, in <a href="https://cel.dev">CEL</a>: compiled once, over
 * the variables of {@link #VARIABLES}, with a bound on its length, its depth and its loops.
 *
 * <p>A variable whose value is not known (no exploitation probability, no base image) has none: a
 * condition that needs it fails, and a failed condition accepts nothing.
 */
final class Condition {

    static final int LONGEST = 1_000;

    /** Rounds of all loops together; a finding has some dozens of packages. */
    private static final int MOST_ROUNDS = 1_000;

    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .maxExpressionCodePointSize(LONGEST)
                    .maxParseRecursionDepth(32)
                    .maxParseErrorRecoveryLimit(10)
                    .comprehensionMaxIterations(MOST_ROUNDS)
                    .maxRegexProgramSize(1_000)
                    .enableHeterogeneousNumericComparisons(true)
                    .build();

    private record Variable(CelType type, Function<Finding, @Nullable Object> value) {}

    private static final Map<String, Variable> VARIABLES = variables();

    private static final CelCompiler COMPILER = compiler();
    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

    private final CelRuntime.Program program;

    private Condition(CelRuntime.Program program) {
        this.program = program;
    }

    /** What a condition says of a finding. */
    sealed interface Answer {
        record Yes() implements Answer {}

        record No() implements Answer {}

        /** It cannot be told; {@code why} in words. */
        record Failed(String why) implements Answer {}

        Answer YES = new Yes();
        Answer NO = new No();
    }

    /**
     * @throws IllegalArgumentException if it is no condition on the variables, or too long
     */
    static Condition parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("is longer than %d characters".formatted(LONGEST));
        }
        try {
            return new Condition(RUNTIME.createProgram(COMPILER.compile(text).getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException(
                    "is no condition in CEL: " + firstLine(e) + nearMiss(e), e);
        }
    }

    /** The names a condition may use, with their types. */
    static Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        VARIABLES.forEach((name, variable) -> names.put(name, variable.type().toString()));
        return names;
    }

    Answer ask(Finding finding) {
        try {
            var answer =
                    program.eval(
                            name -> {
                                var variable = VARIABLES.get(name);
                                return variable == null
                                        ? Optional.empty()
                                        : Optional.ofNullable(variable.value().apply(finding));
                            });
            if (answer instanceof Boolean yes) {
                return yes ? Answer.YES : Answer.NO;
            }
            return new Answer.Failed("it needs what is not known of the finding");
        } catch (CelEvaluationException | RuntimeException e) {
            return new Answer.Failed(firstLine(e));
        }
    }

    private static Map<String, Variable> variables() {
        var texts = ListType.create(SimpleType.STRING);
        var variables = new LinkedHashMap<String, Variable>();
        put(variables, "registry", finding -> finding.getImage().getRegistry());
        put(variables, "repository", finding -> finding.getImage().getRepository());
        put(variables, "tag", finding -> finding.getImage().getTag());
        put(variables, "digest", finding -> finding.getImage().getDigest());
        put(variables, "platform", finding -> finding.getImage().getPlatform());
        put(variables, "line", finding -> finding.getImage().getLine());
        put(variables, "vulnerability", Finding::getVulnerability);
        variables.put("aliases", new Variable(texts, Finding::getAliases));
        put(variables, "ecosystem", Finding::getEcosystem);
        put(variables, "package_name", Finding::getPackage$);
        put(variables, "version", Finding::getVersion);
        put(variables, "fixed_version", Finding::getFixedVersion);
        variables.put("packages", new Variable(texts, Finding::getPackages));
        variables.put("purls", new Variable(texts, Finding::getPurls));
        variables.put("paths", new Variable(texts, Finding::getPaths));
        put(variables, "severity", finding -> Words.word(finding.getSeverity()));
        put(variables, "fix", finding -> Words.word(finding.getFixState()));
        put(variables, "layer", finding -> Words.word(finding.getLayer()));
        put(variables, "role", finding -> Words.word(finding.getRole()));
        put(variables, "base_image", Finding::getBaseImage);
        variables.put("score", new Variable(SimpleType.DOUBLE, Finding::getScore));
        variables.put("kev", new Variable(SimpleType.BOOL, Finding::getKev));
        variables.put("epss", new Variable(SimpleType.DOUBLE, Finding::getEpss));
        return variables;
    }

    private static void put(
            Map<String, Variable> variables,
            String name,
            Function<Finding, @Nullable Object> value) {
        variables.put(name, new Variable(SimpleType.STRING, value));
    }

    private static CelCompiler compiler() {
        var builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(OPTIONS)
                        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                        .setResultType(SimpleType.BOOL);
        VARIABLES.forEach((name, variable) -> builder.addVar(name, variable.type()));
        return builder.build();
    }

    private static String firstLine(Exception e) {
        var message = String.valueOf(e.getMessage());
        var line = message.lines().findFirst().orElse(message);
        var told = line.replaceFirst("^(ERROR: <input>:|evaluation error at <input>:)", "at ");
        return told.substring(0, Math.min(told.length(), 200));
    }

    /** CEL says which name it does not know; somebody may have meant another. */
    private static String nearMiss(Exception e) {
        var message = String.valueOf(e.getMessage());
        int start = message.indexOf("undeclared reference to '");
        int end = start < 0 ? -1 : message.indexOf('\'', start + 25);
        if (end < 0) {
            return "";
        }
        var near = Words.nearMiss(message.substring(start + 25, end), VARIABLES.keySet());
        return near.isEmpty()
                ? "; known are " + String.join(", ", new TreeSet<>(VARIABLES.keySet()))
                : near;
    }
}

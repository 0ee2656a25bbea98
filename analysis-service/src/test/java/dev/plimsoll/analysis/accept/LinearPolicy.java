package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.Finding;
import dev.plimsoll.event.FixState;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleGuards;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.VexStated;
import dev.plimsoll.event.VexStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@link AcceptancePolicy} has to say, written down as simply as it can be: every rule is
 * asked in turn, patterns are regular expressions. Shares nothing with it but the words.
 */
final class LinearPolicy {

    private final List<RuleChanged> never;
    private final List<RuleChanged> accept;
    private final List<VexStated> statements;
    private final List<VexStated> attached;
    private final Map<String, Pattern> patterns = new HashMap<>();
    private final Map<String, Condition> conditions = new HashMap<>();

    LinearPolicy(List<RuleChanged> rules, List<VexStated> statements, List<VexStated> attached) {
        this.never = active(rules, RuleKind.NEVER);
        this.accept = active(rules, RuleKind.ACCEPT);
        this.statements = latestFirst(statements);
        this.attached = latestFirst(attached);
    }

    Verdict judge(Finding finding, Instant now) {
        for (var rule : never) {
            if (speaksOf(rule, finding) && !(ask(rule, finding) instanceof Condition.Answer.No)) {
                return new Verdict.Forbidden(rule);
            }
        }
        var statement =
                Stream.concat(statements.stream(), attached.stream())
                        .filter(stated -> isAbout(stated, finding))
                        .findFirst();
        if (statement.isPresent() && statement.get().getStatus() == VexStatus.NOT_AFFECTED) {
            return new Verdict.NotAffected(statement.get());
        }
        var speaking =
                accept.stream()
                        .filter(rule -> speaksOf(rule, finding))
                        .filter(rule -> !(ask(rule, finding) instanceof Condition.Answer.No))
                        .toList();
        var alive = speaking.stream().filter(rule -> now.isBefore(rule.getUntil())).toList();
        for (var rule : alive) {
            if (ask(rule, finding) instanceof Condition.Answer.Yes
                    && holds(rule.getGuards(), finding)) {
                return new Verdict.Accepted(rule);
            }
        }
        if (!alive.isEmpty()) {
            // The words of a guard have tests of their own.
            return new Verdict.GuardBroken(alive.getFirst(), "");
        }
        return speaking.isEmpty() ? new Verdict.Open() : new Verdict.Lapsed(speaking.getFirst());
    }

    private static List<RuleChanged> active(List<RuleChanged> rules, RuleKind kind) {
        return rules.stream()
                .filter(rule -> rule.getState() == RuleState.ACTIVE && rule.getKind() == kind)
                .sorted(Comparator.comparing(RuleChanged::getId))
                .toList();
    }

    private static List<VexStated> latestFirst(List<VexStated> statements) {
        return statements.stream()
                .filter(statement -> statement.getState() == RuleState.ACTIVE)
                .sorted(
                        Comparator.comparing(VexStated::getStatedAt, Comparator.reverseOrder())
                                .thenComparing(
                                        statement ->
                                                statement.getStatus() == VexStatus.NOT_AFFECTED
                                                        ? 1
                                                        : 0)
                                .thenComparing(VexStated::getId))
                .toList();
    }

    private Condition.Answer ask(RuleChanged rule, Finding finding) {
        return rule.getWhen() == null
                ? Condition.Answer.YES
                : conditions.computeIfAbsent(rule.getWhen(), Condition::parse).ask(finding);
    }

    private boolean speaksOf(RuleChanged rule, Finding finding) {
        var scope = rule.getScope();
        return any(scope.getImages(), glob -> matches(glob, finding.getImage()))
                && any(scope.getVulnerabilities(), id -> isVulnerability(id, finding))
                && any(
                        scope.getPackages(),
                        name ->
                                finding.getPackage$().equals(name)
                                        || finding.getPackages().contains(name))
                && any(scope.getSeverities(), word -> word.equals(word(finding.getSeverity())))
                && any(scope.getLayers(), word -> word.equals(word(finding.getLayer())))
                && any(scope.getRoles(), word -> word.equals(word(finding.getRole())))
                && any(scope.getFixStates(), word -> word.equals(word(finding.getFixState())))
                && (scope.getKev() == null || scope.getKev().equals(finding.getKev()));
    }

    private boolean isAbout(VexStated statement, Finding finding) {
        return statement.getVulnerabilities().stream().anyMatch(id -> isVulnerability(id, finding))
                && statement.getImages().stream()
                        .anyMatch(glob -> matches(glob, finding.getImage()))
                && any(statement.getComponents(), purl -> isIn(purl, finding));
    }

    /** A binary package, or the source package of one of the same kind. */
    private static boolean isIn(String purl, Finding finding) {
        var parts = purl.substring(purl.lastIndexOf('/') + 1).split("@");
        var kind = purl.substring(0, purl.lastIndexOf('/') + 1);
        boolean source =
                finding.getPurls().stream().anyMatch(installed -> installed.startsWith(kind))
                        && finding.getPackage$().equals(parts[0])
                        && (parts.length == 1 || parts[1].equals(finding.getVersion()));
        return source
                || finding.getPurls().stream()
                        .anyMatch(
                                installed ->
                                        installed.equals(purl) || installed.startsWith(purl + "@"));
    }

    private static boolean any(List<String> words, Predicate<String> test) {
        return words.isEmpty() || words.stream().anyMatch(test);
    }

    private static boolean isVulnerability(String id, Finding finding) {
        return finding.getVulnerability().equalsIgnoreCase(id)
                || finding.getAliases().stream().anyMatch(id::equalsIgnoreCase);
    }

    private static boolean holds(RuleGuards guards, Finding finding) {
        boolean kev = guards.getKev() == null || guards.getKev().equals(finding.getKev());
        boolean epss =
                guards.getEpssBelow() == null
                        || (finding.getEpss() != null && finding.getEpss() < guards.getEpssBelow());
        boolean fix =
                guards.getFixAvailable() == null
                        || !List.of(FixState.FIXED, FixState.UNKNOWN)
                                .contains(finding.getFixState());
        return kev && epss && fix;
    }

    private boolean matches(String glob, ImageRef image) {
        var whole = image.getRegistry() + "/" + image.getRepository();
        int at = glob.indexOf('@');
        if (at >= 0) {
            return glob.substring(at + 1).equals(image.getDigest())
                    && matches(glob.substring(0, at), image);
        }
        int colon = glob.indexOf(':', glob.lastIndexOf('/') + 1);
        var name = pattern(colon < 0 ? glob : glob.substring(0, colon));
        var tag = pattern(colon < 0 ? "**" : glob.substring(colon + 1));
        return (name.matcher(whole).matches() || name.matcher(image.getRepository()).matches())
                && tag.matcher(image.getTag() == null ? "" : image.getTag()).matches();
    }

    private Pattern pattern(String glob) {
        return patterns.computeIfAbsent(
                glob,
                text ->
                        Pattern.compile(
                                Pattern.quote(text)
                                        .replace("**", "\\E.{0,}\\Q")
                                        .replace("*", "\\E[^/]{0,}\\Q")
                                        .replace("?", "\\E[^/]\\Q"),
                                Pattern.DOTALL));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

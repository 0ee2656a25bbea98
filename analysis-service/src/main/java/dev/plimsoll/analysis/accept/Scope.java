package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.Finding;
import dev.plimsoll.event.RuleScope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * The findings a rule speaks of: a {@link RuleScope} with its patterns compiled. Every condition
 * must hold; within one, any of its words.
 */
final class Scope {

    private final List<Predicate<Finding>> conditions;

    private Scope(List<Predicate<Finding>> conditions) {
        this.conditions = List.copyOf(conditions);
    }

    /**
     * @throws IllegalArgumentException if an image pattern is malformed or the scope is empty
     */
    static Scope of(RuleScope scope) {
        var conditions = new ArrayList<Predicate<Finding>>();
        anyOf(
                scope.getImages().stream().map(ImageGlob::parse).toList(),
                (finding, glob) -> glob.matches(finding.getImage()),
                conditions);
        anyOf(scope.getVulnerabilities(), Scope::isVulnerability, conditions);
        anyOf(scope.getPackages(), Scope::isPackage, conditions);
        anyOf(
                scope.getSeverities(),
                (f, word) -> word.equals(Words.word(f.getSeverity())),
                conditions);
        anyOf(scope.getLayers(), (f, word) -> word.equals(Words.word(f.getLayer())), conditions);
        anyOf(scope.getRoles(), (f, word) -> word.equals(Words.word(f.getRole())), conditions);
        anyOf(
                scope.getFixStates(),
                (f, word) -> word.equals(Words.word(f.getFixState())),
                conditions);
        var kev = scope.getKev();
        if (kev != null) {
            conditions.add(finding -> kev.equals(finding.getKev()));
        }
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException(
                    "the rule names nothing, so it would match everything");
        }
        return new Scope(conditions);
    }

    boolean includes(Finding finding) {
        for (var condition : conditions) {
            if (!condition.test(finding)) {
                return false;
            }
        }
        return true;
    }

    static boolean isVulnerability(Finding finding, String id) {
        return finding.getVulnerability().equalsIgnoreCase(id)
                || finding.getAliases().stream().anyMatch(alias -> alias.equalsIgnoreCase(id));
    }

    private static boolean isPackage(Finding finding, String name) {
        return finding.getPackage$().equals(name) || finding.getPackages().contains(name);
    }

    private static <T> void anyOf(
            List<T> values, BiPredicate<Finding, T> test, List<Predicate<Finding>> conditions) {
        if (!values.isEmpty()) {
            conditions.add(finding -> values.stream().anyMatch(value -> test.test(finding, value)));
        }
    }
}

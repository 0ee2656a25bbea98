package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleKind;
import java.util.List;

/** A rule about best-practice checks of images. */
record CheckRule(RuleChanged text, List<ImageGlob> images) {

    /**
     * Those among {@code active} rules, in their order; one that cannot be understood accepts
     * nothing.
     */
    static List<CheckRule> of(List<RuleChanged> active) {
        return active.stream()
                .filter(rule -> !rule.getScope().getChecks().isEmpty())
                .filter(CheckRule::saysEnough)
                .map(
                        rule ->
                                new CheckRule(
                                        rule,
                                        rule.getScope().getImages().stream()
                                                .map(ImageGlob::parse)
                                                .toList()))
                .toList();
    }

    private static boolean saysEnough(RuleChanged rule) {
        return rule.getKind() == RuleKind.NEVER
                || rule.getUntil() != null && !rule.getScope().getImages().isEmpty();
    }

    boolean isNever() {
        return text.getKind() == RuleKind.NEVER;
    }

    boolean speaksOf(ImageRef image, String check) {
        return text.getScope().getChecks().contains(check)
                && (images.isEmpty() || images.stream().anyMatch(glob -> glob.matches(image)));
    }
}

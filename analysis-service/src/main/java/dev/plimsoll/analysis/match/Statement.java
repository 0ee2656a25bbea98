package dev.plimsoll.analysis.match;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import dev.plimsoll.event.Component;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One affected entry of one advisory, and what it says of the version at hand.
 *
 * @param components those of the subject that the entry means, never empty
 */
record Statement(
        AdvisoryChanged advisory, Affected entry, List<Component> components, Judgement judgement) {

    /**
     * The version is affected, or may be: an order that nobody can tell counts as a match (D17).
     */
    boolean isMatch() {
        return switch (judgement) {
            case Judgement.Hit _, Judgement.Uncomparable _ -> true;
            case Judgement.Miss _, Judgement.Denied _, Judgement.Elsewhere _ -> false;
        };
    }

    boolean isHit() {
        return judgement instanceof Judgement.Hit;
    }

    boolean isDenied() {
        return judgement instanceof Judgement.Denied;
    }

    Statement with(Judgement other) {
        return new Statement(advisory, entry, components, other);
    }

    /** The version already has the fix that the entry names. */
    boolean isFixed() {
        return judgement instanceof Judgement.Miss(var fixedVersion, _) && fixedVersion != null;
    }

    @Nullable String fixedVersion() {
        return switch (judgement) {
            case Judgement.Hit(var fixedVersion, _) -> fixedVersion;
            case Judgement.Uncomparable(var fixedVersion, _) -> fixedVersion;
            case Judgement.Miss(var fixedVersion, _) -> fixedVersion;
            case Judgement.Denied _, Judgement.Elsewhere _ -> null;
        };
    }
}

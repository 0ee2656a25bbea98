package dev.plimsoll.analysis.match;

import dev.plimsoll.event.AdvisoryChanged;
import dev.plimsoll.event.Affected;
import org.jspecify.annotations.Nullable;

/** One affected entry of one advisory, and what it says of the version at hand. */
record Statement(AdvisoryChanged advisory, Affected entry, Judgement judgement) {

    /**
     * The version is affected, or may be: an order that nobody can tell counts as a match (D17).
     */
    boolean isMatch() {
        return switch (judgement) {
            case Judgement.Hit _, Judgement.Uncomparable _ -> true;
            case Judgement.Miss _ -> false;
        };
    }

    boolean isHit() {
        return judgement instanceof Judgement.Hit;
    }

    @Nullable String fixedVersion() {
        return switch (judgement) {
            case Judgement.Hit(var fixedVersion, _) -> fixedVersion;
            case Judgement.Uncomparable(var fixedVersion, _) -> fixedVersion;
            case Judgement.Miss(var fixedVersion, _) -> fixedVersion;
        };
    }
}

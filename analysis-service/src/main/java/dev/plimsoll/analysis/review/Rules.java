package dev.plimsoll.analysis.review;

import dev.plimsoll.event.RuleChanged;
import java.util.List;

/** The rules as they stand. */
interface Rules {

    /** Everything that was decided before the call; throws if that cannot be known now. */
    List<RuleChanged> now();
}

package dev.plimsoll.analysis.match;

import dev.plimsoll.analysis.match.Explanation.Kind;
import java.util.List;

/** What came of one case: all that is said of one vulnerability on one subject. */
sealed interface Outcome {

    Kind kind();

    List<String> evidence();

    record Found(Kind kind, Match match) implements Outcome {

        @Override
        public List<String> evidence() {
            return match.evidence();
        }
    }

    record Cleared(Kind kind, List<String> evidence) implements Outcome {

        public Cleared {
            evidence = List.copyOf(evidence);
        }
    }
}

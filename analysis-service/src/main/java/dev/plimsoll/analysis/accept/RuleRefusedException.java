package dev.plimsoll.analysis.accept;

import java.util.List;
import java.util.Objects;

/** Why a rule accepts nothing: every reason, each with its field. */
public final class RuleRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<RuleProblem> problems;

    /**
     * @param message every problem on a line of its own
     */
    RuleRefusedException(List<RuleProblem> problems, String message) {
        super(message);
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<RuleProblem> problems() {
        return problems;
    }

    /** Of the first problem, for example "accept.images"; empty if no field is to blame. */
    public String field() {
        return Objects.requireNonNullElse(problems.getFirst().field(), "");
    }

    /** What is wrong first, and what would not be. */
    public String problem() {
        return problems.getFirst().what();
    }
}

package dev.plimsoll.analysis.accept;

import org.jspecify.annotations.Nullable;

/** Why a rule accepts nothing; names the field. */
public final class RuleRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final String problem;

    RuleRefusedException(String field, String problem) {
        this(field, problem, null);
    }

    RuleRefusedException(String field, String problem, @Nullable Throwable cause) {
        super("field '%s': %s".formatted(field, problem), cause);
        this.field = field;
        this.problem = problem;
    }

    /** For example "accept.images". */
    public String field() {
        return field;
    }

    /** What is wrong with it, and what would not be. */
    public String problem() {
        return problem;
    }
}

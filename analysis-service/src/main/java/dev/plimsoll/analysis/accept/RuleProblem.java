package dev.plimsoll.analysis.accept;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a rule or a VEX statement accepts nothing.
 *
 * @param line of its text, counting from 1; null if no line is to blame
 * @param field null if no field is
 */
public record RuleProblem(@Nullable Integer line, @Nullable String field, String what) {

    /** Told of one rule; nobody reads more. */
    private static final int TOLD = 20;

    static RuleProblem at(int line, String field, String what) {
        return new RuleProblem(line == 0 ? null : line, Words.quoted(field), what);
    }

    /**
     * In one line: {@code base.yaml:14: rule 'x', field 'until': is missing}.
     *
     * @param subject for example "rule 'x'"; null if the whole file is meant
     */
    String in(String origin, @Nullable String subject) {
        var told = new StringBuilder(origin);
        if (line != null) {
            told.append(':').append(line);
        }
        told.append(": ");
        if (subject != null) {
            told.append(subject).append(field == null ? ": " : ", ");
        }
        if (field != null) {
            told.append("field '").append(field).append("': ");
        }
        return told.append(what).toString();
    }

    /** Every problem on a line of its own. */
    static String all(List<RuleProblem> problems, String origin, @Nullable String subject) {
        var lines = new ArrayList<String>();
        for (var problem : problems.subList(0, Math.min(TOLD, problems.size()))) {
            lines.add(problem.in(origin, subject));
        }
        if (problems.size() > TOLD) {
            lines.add(
                    new RuleProblem(null, null, "%d more".formatted(problems.size() - TOLD))
                            .in(origin, subject));
        }
        return String.join("\n", lines);
    }
}

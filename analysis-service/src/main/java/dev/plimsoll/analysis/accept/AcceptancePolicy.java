package dev.plimsoll.analysis.accept;

import dev.plimsoll.event.Finding;
import dev.plimsoll.event.ImageRef;
import dev.plimsoll.event.PostureCheck;
import dev.plimsoll.event.RuleChanged;
import dev.plimsoll.event.RuleKind;
import dev.plimsoll.event.RuleState;
import dev.plimsoll.event.VexStated;
import dev.plimsoll.event.VexStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules and VEX statements as they stand, ready to judge findings. Immutable: a changed rule
 * makes a new policy. What a judgement costs does not grow with the number of rules, see {@link
 * ScopeIndex}.
 */
public final class AcceptancePolicy {

    private static final Logger log = LoggerFactory.getLogger(AcceptancePolicy.class);
    private static final Verdict OPEN = new Verdict.Open();

    /** A rank holds what a rule says above, and where it stands below. */
    private static final int BROKEN = 1 << 28;

    private static final int LAPSED = 2 << 28;
    private static final int POSITION = BROKEN - 1;

    /**
     * Of statements about the same, the last word counts; of two of one time, the one that hides
     * less.
     */
    private static final Comparator<VexStated> LATEST_FIRST =
            Comparator.comparing(VexStated::getStatedAt)
                    .reversed()
                    .thenComparing(statement -> statement.getStatus() == VexStatus.NOT_AFFECTED)
                    .thenComparing(VexStated::getId);

    private final Rules rules;
    private final List<CheckRule> checks;
    private final Instant[] ends;
    private final Statements statements;

    /** What an image says of itself; the organisation's own statements come first. */
    private final Statements attached;

    private AcceptancePolicy(
            Rules rules,
            List<CheckRule> checks,
            Instant[] ends,
            Statements statements,
            Statements attached) {
        this.rules = rules;
        this.checks = checks;
        this.ends = ends;
        this.statements = statements;
        this.attached = attached;
    }

    /** Rules and statements that are refused or removed accept nothing and forbid nothing. */
    public static AcceptancePolicy of(
            Collection<RuleChanged> rules, Collection<VexStated> statements) {
        var active =
                rules.stream()
                        .filter(rule -> rule.getState() == RuleState.ACTIVE)
                        .sorted(Comparator.comparing(RuleChanged::getId))
                        .toList();
        var ends =
                active.stream()
                        .filter(rule -> rule.getKind() == RuleKind.ACCEPT)
                        .map(RuleChanged::getUntil)
                        .filter(Objects::nonNull)
                        .sorted()
                        .distinct()
                        .toArray(Instant[]::new);
        return new AcceptancePolicy(
                Rules.of(active),
                CheckRule.of(active),
                ends,
                Statements.of(statements),
                Statements.NONE);
    }

    /**
     * The same, with what one image says of itself: statements as {@link VexReader#predicate} reads
     * them. About what the organisation has stated, such a statement says nothing.
     */
    public AcceptancePolicy with(Collection<VexStated> statementsOfTheImage) {
        return statementsOfTheImage.isEmpty()
                ? this
                : new AcceptancePolicy(
                        rules, checks, ends, statements, Statements.of(statementsOfTheImage));
    }

    /**
     * Judges one finding. A {@code never} rule wins over everything, a statement that it is not
     * affected over every {@code accept} rule; of several rules that accept, the first by id
     * decides; of several that would have, a broken guard is told before a lapsed end.
     *
     * <p>A condition ({@code when}) that cannot be told for this finding forbids in a {@code never}
     * rule, and accepts nothing in an {@code accept} rule, which then tells so like a broken guard.
     */
    public Verdict judge(Finding finding, Instant now) {
        int best = rules.index.best(finding, now, rules);
        if (best < rules.nevers) {
            return rules.list[best].forbidden();
        }
        var statement = statement(finding);
        if (statement != null && statement.getStatus() == VexStatus.NOT_AFFECTED) {
            return new Verdict.NotAffected(statement);
        }
        if (best == ScopeIndex.NONE) {
            return OPEN;
        }
        var rule = rules.list[best & POSITION];
        if (best < BROKEN) {
            return rule.accepted();
        }
        return best < LAPSED ? rule.broken(finding) : rule.lapsed();
    }

    /**
     * Judges a best-practice check of an image that failed. Guards and statements do not apply.
     *
     * @param check its id, for example "non-root"
     */
    public Verdict judgeCheck(ImageRef image, String check, Instant now) {
        Verdict verdict = OPEN;
        for (var rule : checks) {
            if (!rule.speaksOf(image, check)) {
                continue;
            }
            if (rule.isNever()) {
                return new Verdict.Forbidden(rule.text());
            }
            boolean lapsed = !now.isBefore(Objects.requireNonNull(rule.text().getUntil()));
            if (!lapsed && !(verdict instanceof Verdict.Accepted)) {
                verdict = new Verdict.Accepted(rule.text());
            } else if (lapsed && verdict == OPEN) {
                verdict = new Verdict.Lapsed(rule.text());
            }
        }
        return verdict;
    }

    /** The checks of an image; those that failed and are lived with name the rule and its end. */
    public List<PostureCheck> judge(ImageRef image, List<PostureCheck> found, Instant now) {
        return found.stream().map(check -> judge(image, check, now)).toList();
    }

    private PostureCheck judge(ImageRef image, PostureCheck check, Instant now) {
        return Boolean.FALSE.equals(check.getPassed())
                        && judgeCheck(image, check.getId(), now)
                                instanceof Verdict.Accepted(var rule)
                ? PostureCheck.newBuilder(check)
                        .setRule(rule.getId())
                        .setAcceptedUntil(rule.getUntil())
                        .build()
                : check;
    }

    /**
     * The last word on a finding, whatever it says: only {@link VexStatus#NOT_AFFECTED} decides
     * anything. That it is {@code fixed} is for the matcher to see, which looks at what is
     * installed; {@code affected} and {@code under_investigation} say what an open finding says.
     * They are shown with the finding, as evidence.
     */
    public @Nullable VexStated statement(Finding finding) {
        var own = statements.about(finding);
        return own == null ? attached.about(finding) : own;
    }

    /**
     * The first end of an acceptance after {@code now}: until then, time alone changes no verdict.
     */
    public Optional<Instant> nextEnd(Instant now) {
        int found = Arrays.binarySearch(ends, now);
        int next = found < 0 ? -found - 1 : found + 1;
        return next < ends.length ? Optional.of(ends[next]) : Optional.empty();
    }

    /** Rules about findings: the {@code never} rules first, each kind by id. */
    private record Rules(Rule[] list, int nevers, ScopeIndex index) implements ScopeIndex.Ranking {

        static Rules of(List<RuleChanged> active) {
            var list =
                    active.stream()
                            .filter(rule -> rule.getScope().getChecks().isEmpty())
                            .flatMap(Rules::read)
                            .sorted(Comparator.comparing(rule -> !rule.isNever()))
                            .toList();
            return new Rules(
                    list.toArray(Rule[]::new),
                    (int) list.stream().filter(Rule::isNever).count(),
                    ScopeIndex.of(list.stream().map(Rule::scope).toList()));
        }

        /** The reader lets none through that cannot be understood; another release's may have. */
        private static Stream<Rule> read(RuleChanged text) {
            try {
                return Stream.of(new Rule(text));
            } catch (IllegalArgumentException e) {
                log.atError()
                        .addKeyValue("rule", text.getId())
                        .setCause(e)
                        .log("rule cannot be understood: it accepts nothing and forbids nothing");
                return Stream.of();
            }
        }

        @Override
        public int rank(int position, Finding finding, Instant now) {
            var rule = list[position];
            var answer = rule.ask(finding);
            if (answer == Condition.Answer.NO) {
                return ScopeIndex.NONE;
            }
            if (rule.isNever()) {
                return position;
            }
            if (rule.hasEnded(now)) {
                return LAPSED | position;
            }
            return answer == Condition.Answer.YES && rule.guards().hold(finding)
                    ? position
                    : BROKEN | position;
        }
    }

    /** VEX statements, the last word first. */
    private record Statements(VexStated[] list, ScopeIndex index) {

        static final Statements NONE = of(List.of());

        static Statements of(Collection<VexStated> statements) {
            var scopes = new ArrayList<Scope>();
            var list = new ArrayList<VexStated>();
            statements.stream()
                    .filter(statement -> statement.getState() == RuleState.ACTIVE)
                    .sorted(LATEST_FIRST)
                    .forEach(
                            statement -> {
                                try {
                                    scopes.add(Scope.of(statement));
                                    list.add(statement);
                                } catch (IllegalArgumentException e) {
                                    log.atError()
                                            .addKeyValue("statement", statement.getId())
                                            .setCause(e)
                                            .log(
                                                    "VEX statement cannot be understood: it says"
                                                            + " nothing");
                                }
                            });
            return new Statements(list.toArray(VexStated[]::new), ScopeIndex.of(scopes));
        }

        @Nullable VexStated about(Finding finding) {
            if (list.length == 0) {
                return null;
            }
            int first = index.best(finding, Instant.EPOCH, ScopeIndex.Ranking.FIRST);
            return first == ScopeIndex.NONE ? null : list[first];
        }
    }
}

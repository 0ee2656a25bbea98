package dev.plimsoll.analysis.report;

import static dev.plimsoll.analysis.advise.Options.DROP_PACKAGES;
import static dev.plimsoll.analysis.advise.Options.MULTI_STAGE;
import static dev.plimsoll.analysis.advise.Options.REBUILD;
import static dev.plimsoll.analysis.report.Traits.matching;

import dev.plimsoll.analysis.index.FindingDocument;
import dev.plimsoll.analysis.index.ImageDocument;
import dev.plimsoll.analysis.report.Option.Effort;
import dev.plimsoll.analysis.report.Option.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What each option would buy for one image: computed from its findings, from what the analysis
 * found that would take them out, and from other images that were scanned. Nothing is guessed.
 */
final class Options {

    private final ImageDocument image;
    private final List<FindingDocument> carried;
    private final Bases bases;
    private final Waiting waiting;

    /** Whether the analysis said of the findings what would clear them. */
    private final boolean told;

    private Options(
            ImageDocument image, List<FindingDocument> carried, Bases bases, Waiting waiting) {
        this.image = image;
        this.carried = carried;
        this.bases = bases;
        this.waiting = waiting;
        this.told =
                carried.stream()
                        .allMatch(finding -> finding.plimsoll().finding().clearedBy() != null);
    }

    /**
     * @param carried the findings that are open or accepted
     */
    static List<Outcome> of(
            ImageDocument image, List<FindingDocument> carried, Bases bases, Waiting waiting) {
        return new Options(image, carried, bases, waiting).all();
    }

    private List<Outcome> all() {
        var outcomes = new ArrayList<Outcome>();
        var rebuild = rebuild();
        var multiStage = multiStage();
        var drop = drop();
        outcomes.add(rebuild);
        outcomes.add(onBase(Variant.NEWER_BASE));
        outcomes.add(multiStage);
        outcomes.add(drop);
        libraries().ifPresent(outcomes::add);
        for (var variant : Variant.values()) {
            if (variant != Variant.NEWER_BASE && isWorthAsking(variant)) {
                outcomes.add(onBase(variant));
            }
        }
        outcomes.add(
                Option.removing(
                        "wait",
                        "Wait for upstream",
                        Effort.NONE,
                        carried,
                        matching(carried, Traits::awaited),
                        waiting.words(),
                        List.of(
                                "They go only once fixes are published and the image is rebuilt.")));
        outcomes.add(accept());
        var together = together(rebuild, multiStage, drop);
        outcomes.add(together);
        bestBase(outcomes).ifPresent(base -> outcomes.add(withBase(together, base)));
        return List.copyOf(outcomes);
    }

    private Outcome rebuild() {
        var removed =
                told
                        ? matching(carried, finding -> Traits.clearedBy(finding, REBUILD))
                        : matching(
                                carried,
                                finding -> Traits.fixed(finding) && !Traits.library(finding));
        return Option.removing(
                REBUILD,
                "Rebuild now, with the updates that are out",
                Effort.LOW,
                carried,
                removed,
                "%d of %d are in packages of the system whose fixed version is in the archive of the distribution."
                        .formatted(removed.size(), carried.size()),
                List.of("The build has to fetch updates: docker build --pull --no-cache."));
    }

    private Outcome multiStage() {
        var title = "Multi-stage build: leave build tools out";
        var caveats =
                List.of(
                        "Takes a second build stage; the Dockerfile gets longer.",
                        "What the application loads at run time has to be copied over.");
        if (!told && carried.stream().allMatch(finding -> Traits.role(finding).equals("unknown"))) {
            return Option.notKnown(
                    MULTI_STAGE,
                    title,
                    Effort.MEDIUM,
                    "the roles of the packages are not.",
                    caveats);
        }
        var removed =
                told
                        ? matching(carried, finding -> Traits.clearedBy(finding, MULTI_STAGE))
                        : matching(carried, finding -> Traits.role(finding).equals("build-tool"));
        var plan = plan(MULTI_STAGE);
        return planned(
                Option.removing(
                        MULTI_STAGE,
                        title,
                        Effort.MEDIUM,
                        carried,
                        removed,
                        plan == null
                                ? removed.isEmpty()
                                        ? "No build tool is installed, as far as the package database tells."
                                        : "In %s.".formatted(components(removed))
                                : "%d build tools, and packages that only they need, would not be installed."
                                        .formatted(plan.packages().size()),
                        caveats),
                plan);
    }

    private Outcome drop() {
        var title = "Drop packages that nothing needs";
        var caveats =
                List.of(
                        "The package database does not know what the application runs by name: try it.");
        var plan = plan(DROP_PACKAGES);
        if (!told) {
            return Option.notKnown(
                    DROP_PACKAGES,
                    title,
                    Effort.MEDIUM,
                    "the dependencies of the packages were not read.",
                    caveats);
        }
        var removed = matching(carried, finding -> Traits.clearedBy(finding, DROP_PACKAGES));
        return planned(
                Option.removing(
                        DROP_PACKAGES,
                        title,
                        Effort.MEDIUM,
                        carried,
                        removed,
                        plan == null
                                ? "No such package was found, as far as the package database tells."
                                : "%d installed packages are needed by no other package that stays."
                                        .formatted(plan.packages().size()),
                        caveats),
                plan);
    }

    private Optional<Outcome> libraries() {
        var libraries = matching(carried, Traits::library);
        if (libraries.isEmpty()) {
            return Optional.empty();
        }
        var removed = matching(libraries, Traits::fixed);
        return Optional.of(
                Option.removing(
                        "update-libraries",
                        "Raise the versions of the application's libraries",
                        Effort.MEDIUM,
                        carried,
                        removed,
                        "%d of %d findings in libraries have a fixed version."
                                .formatted(removed.size(), libraries.size()),
                        List.of(
                                "Declared and locked versions have to be raised: a rebuild alone keeps them.")));
    }

    private Outcome accept() {
        var accepted = matching(carried, Traits::accepted);
        return Option.removing(
                "accept",
                "Accept the risk, for a while",
                Effort.NONE,
                carried,
                List.of(),
                "%d of %d are accepted now; that explains them and removes none."
                        .formatted(accepted.size(), carried.size()),
                List.of("Takes a rule with a reason, an owner and an end."));
    }

    /** Some ways are none for some bases: an Alpine image has no Alpine variant. */
    private boolean isWorthAsking(Variant variant) {
        if (bases.chosen().containsKey(variant)) {
            return true;
        }
        var base = bases.base();
        var ecosystem = image.plimsoll().image().ecosystem();
        var alpine = ecosystem != null && ecosystem.startsWith("Alpine");
        var name = base == null ? "" : base.display();
        return switch (variant) {
            case ALPINE -> !alpine;
            case SLIM -> !alpine && !name.contains("slim") && !name.contains("distroless");
            case DISTROLESS -> !name.contains("distroless");
            case OTHER_RELEASE -> true;
            case NEWER_BASE, NEWER_TAG, OTHER_DISTRIBUTION -> false;
        };
    }

    private Outcome onBase(Variant variant) {
        var base = bases.base();
        if (base == null) {
            return Option.notKnown(
                    variant.id,
                    variant.title,
                    variant.effort,
                    "the base is not among the images that were scanned.",
                    variant.caveats);
        }
        var choice = bases.chosen().get(variant);
        if (choice != null) {
            return onBase(variant, base, choice);
        }
        var used = bases.used();
        if (variant == Variant.NEWER_BASE
                && used != null
                && Objects.equals(used.tag(), base.tag())) {
            return Option.removing(
                    variant.id,
                    variant.title,
                    variant.effort,
                    carried,
                    List.of(),
                    "It is built on the newest %s that was scanned, of %s."
                            .formatted(base.display(), Times.day(used.scannedAt())),
                    List.of());
        }
        return Option.notKnown(
                variant.id,
                variant.title,
                variant.effort,
                "no comparable image was scanned.",
                variant.caveats);
    }

    private Outcome onBase(Variant variant, BaseName base, Bases.Choice choice) {
        var other = choice.image();
        var own = other.plimsoll().image();
        var there =
                choice.findings().stream()
                        .map(Traits::flaw)
                        .collect(Collectors.toCollection(HashSet::new));
        var here = carried.stream().map(Traits::flaw).collect(Collectors.toSet());
        var removed =
                matching(
                        carried,
                        finding ->
                                Traits.inherited(finding) && !there.contains(Traits.flaw(finding)));
        var brought = matching(choice.findings(), finding -> !here.contains(Traits.flaw(finding)));
        var stays = matching(carried, finding -> !Traits.inherited(finding));
        var onTop = matching(stays, finding -> !Traits.library(finding));
        var sameSystem = Objects.equals(own.ecosystem(), image.plimsoll().image().ecosystem());
        var explanation =
                new StringBuilder(
                        "%d come from the base %s; %s carries %d, as scanned on %s."
                                .formatted(
                                        carried.size() - stays.size(),
                                        base.display(),
                                        other.resource().name(),
                                        choice.findings().size(),
                                        Times.day(own.scannedAt())));
        if (stays.size() > onTop.size()) {
            explanation.append(
                    " %d are in the application's libraries and stay on any base."
                            .formatted(stays.size() - onTop.size()));
        }
        if (!onTop.isEmpty()) {
            explanation.append(
                    sameSystem
                            ? " %d come from packages installed on top, from the same archive, and stay."
                                    .formatted(onTop.size())
                            : " %d come from packages installed on top: what these carry there is not known, so they are counted as staying."
                                    .formatted(onTop.size()));
        }
        var outcome =
                Option.outcome(
                        variant.id,
                        variant.title,
                        variant.effort,
                        carried,
                        removed,
                        brought,
                        explanation.toString(),
                        variant.caveats,
                        new Option.Compared(
                                own.id(),
                                other.resource().name(),
                                own.digest(),
                                other.host() == null ? null : other.host().os().full(),
                                own.created(),
                                own.scannedAt(),
                                Tally.of(choice.findings()),
                                choice.others()));
        var used = bases.used();
        return new Outcome(
                outcome.option()
                        .saving(
                                used == null || used.size() == null || own.size() == null
                                        ? null
                                        : used.size() - own.size(),
                                "compressed",
                                List.of()),
                outcome.remaining());
    }

    private Outcome together(Outcome... parts) {
        var gone = new LinkedHashSet<String>();
        for (var part : parts) {
            gone.addAll(part.option().removedIds());
        }
        var unknown =
                List.of(parts).stream()
                        .filter(part -> !part.option().known())
                        .map(part -> part.option().title())
                        .toList();
        var outcome =
                Option.removing(
                        "all",
                        "All of it: rebuild, multi-stage build, fewer packages",
                        Effort.MEDIUM,
                        carried,
                        matching(carried, finding -> gone.contains(Traits.id(finding))),
                        unknown.isEmpty()
                                ? "What at least one of the three clears, counted once."
                                : "What at least one of them clears, counted once; without what is not known (%s)."
                                        .formatted(String.join(", ", unknown)),
                        List.of());
        var plans = new ArrayList<ImageDocument.Plan>();
        for (var option : List.of(MULTI_STAGE, DROP_PACKAGES)) {
            var plan = plan(option);
            if (plan != null) {
                plans.add(plan);
            }
        }
        return new Outcome(
                outcome.option().saving(bytes(plans), "installed", packages(plans)),
                outcome.remaining());
    }

    /** Plans may name the same packages: then only the larger one is sure. */
    private static @Nullable Long bytes(List<ImageDocument.Plan> plans) {
        var sizes = plans.stream().map(ImageDocument.Plan::bytes).filter(size -> size > 0).toList();
        if (sizes.isEmpty()) {
            return null;
        }
        var named = plans.stream().mapToInt(plan -> plan.packages().size()).sum();
        return named == packages(plans).size()
                ? sizes.stream().mapToLong(Long::longValue).sum()
                : sizes.stream().max(Comparator.naturalOrder()).orElseThrow();
    }

    private static List<String> packages(List<ImageDocument.Plan> plans) {
        return plans.stream()
                .flatMap(plan -> plan.packages().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** The base that leaves least and needs no thorough tests. */
    private Optional<Outcome> bestBase(List<Outcome> outcomes) {
        var ids =
                List.of(Variant.NEWER_BASE, Variant.NEWER_TAG, Variant.SLIM, Variant.OTHER_RELEASE)
                        .stream()
                        .map(variant -> variant.id)
                        .toList();
        return outcomes.stream()
                .filter(outcome -> ids.contains(outcome.option().id()))
                .filter(outcome -> outcome.option().compared() != null)
                .min(Comparator.comparingInt(outcome -> outcome.remaining().size()));
    }

    private Outcome withBase(Outcome together, Outcome base) {
        var compared = Objects.requireNonNull(base.option().compared());
        var gone = new LinkedHashSet<>(together.option().removedIds());
        gone.addAll(base.option().removedIds());
        var here = carried.stream().map(Traits::id).collect(Collectors.toSet());
        return Option.outcome(
                "all-on-base",
                "All of it, on " + compared.name(),
                Effort.MEDIUM,
                carried,
                matching(carried, finding -> gone.contains(Traits.id(finding))),
                matching(base.remaining(), finding -> !here.contains(Traits.id(finding))),
                "As above, on the base that leaves least of those that need no thorough tests, as scanned on %s."
                        .formatted(Times.day(compared.scannedAt())),
                base.option().caveats(),
                compared);
    }

    private ImageDocument.@Nullable Plan plan(String option) {
        var advice = image.plimsoll().advice();
        return advice == null
                ? null
                : advice.plans().stream()
                        .filter(plan -> plan.option().equals(option))
                        .filter(plan -> !plan.packages().isEmpty())
                        .findFirst()
                        .orElse(null);
    }

    private static Outcome planned(Outcome outcome, ImageDocument.@Nullable Plan plan) {
        return plan == null
                ? outcome
                : new Outcome(
                        outcome.option()
                                .saving(
                                        plan.bytes() > 0 ? plan.bytes() : null,
                                        "installed",
                                        plan.packages()),
                        outcome.remaining());
    }

    private static String components(List<FindingDocument> findings) {
        return findings.stream()
                .map(finding -> finding.component().name())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
